package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.source.CredentialFormat;
import io.github.rotatingdatasource.source.CredentialSource;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Each key reaches the setting of the library that it is named after. */
class PropertiesTest {
    private static final RotationPolicy DEFAULTS = RotationPolicy.defaults();

    @TempDir
    private Path directory;

    private static RotatingDataSourceProperties bound(Map<String, ?> keys) {
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
        "rotation-point, 0.5, rotationPoint=0.5",
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

    @Test
    void theKeysOfAFileAreThoseOfTheLibraryByDefault() throws Exception {
        Path file = Apps.file(directory, "app");

        assertThat(fileSource(Map.of("path", file.toString())).read().fingerprint())
                .isEqualTo(CredentialSource.file(file).read().fingerprint());
    }

    @Test
    void theKeysOfAFileCanBeNamed() throws Exception {
        Path file = Apps.write(directory, "U=app\nP=s3cret\nL=id\nT=60\n");
        CredentialSource named = fileSource(Map.of(
                "path",
                file.toString(),
                "username-key",
                "U",
                "password-key",
                "P",
                "lease-id-key",
                "L",
                "ttl-key",
                "T"));
        CredentialSource expected = CredentialSource.fileSource(file)
                .format(CredentialFormat.env())
                .usernameKey("U")
                .passwordKey("P")
                .leaseIdKey("L")
                .ttlKey("T")
                .build();

        assertThat(named.read()).isEqualTo(expected.read());
    }

    @Test
    void eachFormatHasALibrarysFormat() {
        assertThat(FileSourceProperties.Format.values()).hasSize(1);
        assertThat(bound(Map.of("rotating-datasource.source.file.format", "ENV"))
                        .source()
                        .file()
                        .format())
                .isEqualTo(FileSourceProperties.Format.ENV);
    }

    private static CredentialSource fileSource(Map<String, String> keys) {
        Map<String, String> prefixed = new HashMap<>();
        keys.forEach((key, value) -> prefixed.put("rotating-datasource.source.file." + key, value));
        return bound(prefixed).source().settings().findFirst().orElseThrow().source();
    }
}
