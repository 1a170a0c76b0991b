package io.github.rotatingdatasource.samples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lengths of leases, tokens and intervals go together. */
class LengthsTest {
    private static final Duration LEASE = length("vault/database.sh", "DEFAULT_TTL:-(\\w+)");
    private static final Duration TOKEN = length("vault/kubernetes.sh", "TOKEN_PERIOD:-(\\w+)");

    private static Duration length(String file, String pattern) {
        return Pattern.compile(pattern)
                .matcher(Yaml.text(file))
                .results()
                .map((MatchResult found) -> Duration.parse("PT" + found.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("wanted " + pattern + " in " + file));
    }

    @Test
    void aTokenOutlivesTheLeasesThatEndWithIt() {
        assertThat(TOKEN).isGreaterThan(LEASE);
    }

    @Test
    void aLoginOfExternalSecretsOutlivesTwoIntervals() {
        String interval = Pod.in("external-secrets.yaml").only("ExternalSecret").string("spec", "refreshInterval");

        assertThat(LEASE).isGreaterThan(Duration.parse("PT" + interval).multipliedBy(2));
    }

    @Test
    void theOperatorRenewsWhileTheTokenIsGood() {
        int percent =
                Pod.in("vault-secrets-operator.yaml").only("VaultDynamicSecret").number("spec", "renewalPercent");

        assertThat(percent + 10).as("with the operator's jitter").isLessThan(90);
    }
}
