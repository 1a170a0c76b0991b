package io.github.rotatingdatasource.samples.springboot.stage;

import io.github.rotatingdatasource.samples.springboot.shop.ShopApplication;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Runs the shop on a stage of its own, at {@code http://localhost:8080}, until Ctrl-C. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableScheduling
class Demo {
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** Takes what Spring Boot takes, such as {@code --server.port=8081}. */
    public static void main(String[] arguments) {
        System.out.println("  Starting PostgreSQL and the service ...");
        String port = start(Demo::stage, arguments).getEnvironment().getProperty("local.server.port");
        System.out.printf("  See http://localhost:%s - Ctrl-C ends it.%n", port);
    }

    /** Starts the shop on a stage that is set once logging is, and that stays to be closed. */
    static ConfigurableApplicationContext start(Supplier<Stage> stages, String... arguments) {
        SpringApplication application = new SpringApplication(ShopApplication.class, Demo.class);
        application.setAdditionalProfiles("demo");
        application.addInitializers(context -> enter(context, stages.get()));
        return application.run(arguments);
    }

    private static Stage stage() {
        Stage stage = Stage.set(LEASE);
        SpringApplication.getShutdownHandlers().add(stage::close);
        return stage;
    }

    private static void enter(ConfigurableApplicationContext context, Stage stage) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("stage", stage.environment()));
        context.getBeanFactory().registerSingleton("stage", stage);
    }
}
