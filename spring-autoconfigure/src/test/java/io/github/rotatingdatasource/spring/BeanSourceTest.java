package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.CredentialSource;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A source that is a bean must hear all that a source hears. */
class BeanSourceTest {
    private static Set<String> namesOfInstanceMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void passesEverythingOn() {
        assertThat(namesOfInstanceMethods(BeanSource.class))
                .containsAll(namesOfInstanceMethods(CredentialSource.class));
    }
}
