package io.github.rotatingdatasource.spring.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** JPA over Flyway's tables, on the web. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = LiquibaseAutoConfiguration.class)
@Import(ItemController.class)
public class ShopApplication {
    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }
}
