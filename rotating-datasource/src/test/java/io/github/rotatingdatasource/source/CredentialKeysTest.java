package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialKeysTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final CredentialKeys keys = new CredentialKeys("USER", "PASS", "ID", "TTL");
    private final FileAdvice advice = new FileAdvice(Path.of("creds"));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "lease-1, 3600, PT1H",
                "lease-1, 1h, PT1H",
                "-, 86398, PT23H59M58S",
                "'', 2764800, -",
                "'', 0, -",
                "lease-1, 0, -",
                "lease-1, -5, -",
                "lease-1, '', -",
                "lease-1, soon, -",
                "lease-1, <no value>, -",
                "<no value>, 3600, -",
                "<no value>, <no value>, -",
                "lease-1, -, -",
                "-, -, -",
                "lease-1, 99999999999999999999, PT87600H"
            })
    void takesALengthForALowerBoundOfALease(@Nullable String id, @Nullable String ttl, @Nullable Duration expected)
            throws Exception {
        Lease lease = keys.credential(entries(id, ttl), NOON, advice).lease();

        assertThat(lease).isEqualTo(expected == null ? Lease.unknown() : Lease.lowerBound(NOON, expected));
    }

    private static Map<String, String> entries(@Nullable String id, @Nullable String ttl) {
        Map<String, String> entries = new HashMap<>(Map.of("USER", "app", "PASS", "s3cret"));
        if (id != null) {
            entries.put("ID", id);
        }
        if (ttl != null) {
            entries.put("TTL", ttl);
        }
        return entries;
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, '', key PASS is empty",
        "USER, '', key USER is empty",
        "PASS, <no value>, 'key PASS has <no value>, because the template names a field that the secret does not have'",
        "USER, <no value>, 'key USER has <no value>, because the template names a field that the secret does not have'"
    })
    void wantsAUsernameAndAPassword(String key, String value, String message) {
        Map<String, String> entries = entries(null, null);
        entries.put(key, value);

        assertThatThrownBy(() -> keys.credential(entries, NOON, advice))
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessage(message);
    }

    @Test
    void saysWhichKeyIsMissing() {
        assertThatThrownBy(() -> keys.credential(Map.of("USER", "app"), NOON, advice))
                .hasMessage("key PASS is missing");
    }

    @ParameterizedTest
    @CsvSource({"A, A, B, C", "A, B, C, B", "'', A, B, C"})
    void mustDiffer(String username, String password, String leaseId, String ttl) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CredentialKeys(username, password, leaseId, ttl));
    }
}
