package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop on virtual threads. */
@Tag("database")
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JVM has no virtual threads")
class VirtualThreadsTest {
    @TempDir
    private Path directory;

    @Test
    void failNoRequestWhileLoginsComeAndGo() throws Exception {
        try (RenderedLogins logins = new RenderedLogins(directory);
                ConfigurableApplicationContext app = start(logins)) {
            HttpLoad load = rotateUnderLoad(app, logins);

            assertThat(load.failures()).isEmpty();
            assertThat(app.getBean(Servants.class).kinds).containsExactly("VirtualThread");
        }
    }

    private static HttpLoad rotateUnderLoad(ConfigurableApplicationContext app, RenderedLogins logins)
            throws Exception {
        try (HttpLoad load = new HttpLoad(port(app))) {
            load.with("POST", "/items/1").with("POST", "/items/2").with("POST", "/items/3");
            for (int i = 0; i < 3; i++) {
                long before = load.answers();
                logins.rotate(app.getBean(RotatingDataSource.class));
                RenderedLogins.await(() -> load.answers() > before);
            }
            return load;
        }
    }

    private static ConfigurableApplicationContext start(RenderedLogins logins) {
        return new SpringApplicationBuilder(ShopApplication.class, Servants.class)
                .properties(logins.settings())
                .properties(RenderedLogins.OF_SHOP)
                .properties("spring.threads.virtual.enabled=true")
                .run();
    }

    private static int port(ConfigurableApplicationContext app) {
        return ((WebServerApplicationContext) app).getWebServer().getPort();
    }

    /** Notes on which kind of thread requests are served. */
    static final class Servants implements Filter {
        private final Set<String> kinds = ConcurrentHashMap.newKeySet();

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            kinds.add(Thread.currentThread().toString().replaceFirst("\\[.*", ""));
            chain.doFilter(request, response);
        }
    }
}
