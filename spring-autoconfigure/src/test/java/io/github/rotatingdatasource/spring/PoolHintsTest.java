package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import com.zaxxer.hikari.HikariConfig;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.context.annotation.ImportRuntimeHints;

/** What a native image keeps of the pool's settings. */
class PoolHintsTest {
    private final RuntimeHints hints = new RuntimeHints();

    PoolHintsTest() {
        new PoolHints().registerHints(hints, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"setMaximumPoolSize", "setPoolName", "setConnectionTimeout", "setDataSourceProperties"})
    void keepsTheSetters(String setter) {
        assertThat(reflection().onMethodInvocation(HikariConfig.class, setter)).accepts(hints);
    }

    static Stream<Field> fields() {
        return Stream.of(HikariConfig.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void keepsTheFields(Field field) {
        assertThat(reflection().onFieldAccess(field)).accepts(hints);
    }

    @Test
    void areImported() {
        assertThat(RotatingDataSourceAutoConfiguration.class
                        .getAnnotation(ImportRuntimeHints.class)
                        .value())
                .contains(PoolHints.class);
    }
}
