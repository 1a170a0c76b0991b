package io.github.rotatingdatasource.samples.springboot.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A shop: REST over JPA, with tables that Flyway makes.
 *
 * <p>All that has to do with rotation is a dependency and a line of {@code application.properties}.
 */
@SpringBootApplication
public class ShopApplication {
    /** Runs the shop alone, where {@code DB_URL}, {@code DB_CREDENTIALS} and {@code OWNER_PASSWORD} are set. */
    public static void main(String[] arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }
}
