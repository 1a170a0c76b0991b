package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Set;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop sells on while its logins are replaced twenty times. */
@Tag("database")
class ShopTest {
    private static final int ROTATIONS = 20;

    @TempDir
    private Path directory;

    private static ConfigurableApplicationContext start(RenderedLogins logins) {
        return new SpringApplicationBuilder(ShopApplication.class)
                .properties(logins.settings())
                .properties(RenderedLogins.OF_SHOP)
                .properties("spring.jmx.enabled=true", "spring.datasource.hikari.register-mbeans=true")
                .run();
    }

    @Test
    void failsNoRequestWhileLoginsComeAndGo() throws Exception {
        try (RenderedLogins logins = new RenderedLogins(directory)) {
            try (ConfigurableApplicationContext app = start(logins)) {
                HttpLoad load = rotateUnderLoad(app, logins);

                assertThat(load.failures()).isEmpty();
                assertThat(load.answers()).isGreaterThan(ROTATIONS);
                checkMeasures(port(app), sold(logins));
                assertThat(owner(logins)).isEqualTo(RenderedLogins.OWNER);
            }
            checkThatNothingIsLeft(logins);
        }
    }

    /** Health is asked by a client of its own, and anything but up is a failed request. */
    private static HttpLoad rotateUnderLoad(ConfigurableApplicationContext app, RenderedLogins logins)
            throws Exception {
        RotatingDataSource dataSource = app.getBean(RotatingDataSource.class);
        try (HttpLoad load = new HttpLoad(port(app))) {
            load.with("POST", "/items/1").with("POST", "/items/2").with("POST", "/items/2");
            load.with("POST", "/items/3").with("GET", "/actuator/health");
            for (int i = 0; i < ROTATIONS; i++) {
                long before = load.answers();
                logins.rotate(dataSource);
                RenderedLogins.await(() -> load.answers() > before);
            }
            logins.drain(dataSource);
            return load;
        }
    }

    private static int port(ConfigurableApplicationContext app) {
        return ((WebServerApplicationContext) app).getWebServer().getPort();
    }

    private static long sold(RenderedLogins logins) throws Exception {
        return logins.database().query(Long.class, "SELECT sum(amount)::bigint FROM shop.item");
    }

    private static String owner(RenderedLogins logins) throws Exception {
        return logins.database().query(String.class, "SELECT tableowner::text FROM pg_tables WHERE tablename = 'item'");
    }

    private static void checkMeasures(int port, long sold) throws Exception {
        assertThat(sold).isPositive();
        assertThat(number(port, "rotating.datasource.rotations?tag=reason:change", "COUNT"))
                .isEqualTo(ROTATIONS);
        assertThat(number(port, "rotating.datasource.generation", "VALUE")).isEqualTo(ROTATIONS + 1);
        assertThat(number(port, "rotating.datasource.draining", "VALUE")).isZero();
        assertThat(number(port, "hikaricp.connections.acquire?tag=pool:shop", "COUNT"))
                .isGreaterThanOrEqualTo((double) sold);
        assertThat(number(port, "hikaricp.connections.max?tag=pool:shop", "VALUE"))
                .isEqualTo(4);
    }

    /** Returns a number of a meter, as the actuator tells it. */
    private static double number(int port, String meter, String statistic) throws Exception {
        String answer = HttpLoad.get(port, "/actuator/metrics/" + meter);
        String mark = "\"statistic\":\"" + statistic + "\",\"value\":";
        assertThat(answer).contains(mark);
        return Double.parseDouble(answer.split(mark, 2)[1].split("[,}]", 2)[0]);
    }

    private static void checkThatNothingIsLeft(RenderedLogins logins) {
        RenderedLogins.await(() -> logins.sessions() == 0);
        RenderedLogins.await(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("shop") || name.startsWith("rotating-datasource")));
        RenderedLogins.await(() -> beans("com.zaxxer.hikari:*").isEmpty());
        RenderedLogins.await(() -> beans("io.github.rotatingdatasource*:*").isEmpty());
    }

    private static Set<ObjectName> beans(String pattern) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(pattern), null);
    }
}
