package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationPolicy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Each key of the policy reaches the setting of the library that it is named after. */
class PropertiesTest {
    private static final RotationPolicy DEFAULTS = RotationPolicy.defaults();

    static RotatingDataSourceProperties bound(Map<String, ?> keys) {
        return new Binder(new MapConfigurationPropertySource(keys))
                .bindOrCreate("rotating-datasource", RotatingDataSourceProperties.class);
    }

    private static RotationPolicy policy(Map<String, ?> keys) {
        return bound(keys).policy().policy();
    }

    @Test
    void thePolicyIsTheLibrarysByDefault() {
        assertThat(policy(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void thereIsAKeyForEachValueOfThePolicy() {
        assertThat(names(PolicyProperties.class))
                .containsExactlyElementsOf(names(RotationPolicy.class).toList());
    }

    private static Stream<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName);
    }

    @ParameterizedTest
    @CsvSource({
        "rotation-point, 0.1, rotationPoint=0.1",
        "rotation-point, 0.95, rotationPoint=0.95",
        "jitter, 0.01, jitter=0.01",
        "margin, 7s, margin=PT7S",
        "headroom, 3, headroom=3",
        "stall-limit, 7s, stallLimit=PT7S",
        "drain-limit, 7s, drainLimit=PT7S",
        "poll-limit, 7s, pollLimit=PT7S",
        "debounce, 7s, debounce=PT7S",
        "distance, 7s, distance=PT7S",
        "first-retry, 7s, firstRetry=PT7S",
        "retry-limit, 7s, retryLimit=PT7S",
        "arrival-trials, 7, arrivalTrials=7",
        "arrival-window, 7s, arrivalWindow=PT7S",
        "grace, 7s, grace=PT7S",
        "half-open-wait, 7s, halfOpenWait=PT7S",
        "start-limit, 7s, startLimit=PT7S"
    })
    void aKeyOfThePolicyChangesThatValueOnly(String key, String value, String expected) {
        assertThat(changes(policy(Map.of("rotating-datasource.policy." + key, value))))
                .containsExactly(expected);
    }

    private static List<String> changes(RotationPolicy policy) {
        return Arrays.stream(RotationPolicy.class.getRecordComponents())
                .filter(component -> !Objects.equals(valueOf(component, policy), valueOf(component, DEFAULTS)))
                .map(component -> component.getName() + "=" + valueOf(component, policy))
                .toList();
    }

    private static Object valueOf(RecordComponent component, RotationPolicy policy) {
        try {
            return component.getAccessor().invoke(policy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
