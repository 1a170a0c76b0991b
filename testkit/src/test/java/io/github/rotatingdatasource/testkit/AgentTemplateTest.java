package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTemplateTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static String rendered(String line) {
        return AgentTemplate.of("{{ with secret \"database/creds/app\" }}\n" + line + "\n{{ end }}\n")
                .render("user", "pa$1\\ss", "an-id", HOUR);
    }

    @Test
    void writesWhatTheAgentWrites() {
        String template = """
                {{ with secret "database/creds/app" }}
                DB_USER={{ .Data.username }}
                DB_PASS={{ .Data.password }}
                DB_LEASE_ID={{ .LeaseID }}
                DB_TTL={{ .LeaseDuration }}
                {{ end }}
                """;

        assertThat(AgentTemplate.of(template).render("user", "pass", "an-id", HOUR))
                .isEqualTo(CredentialTemplate.corrected().render("user", "pass", "an-id", HOUR));
    }

    @Test
    void knowsWhatIsRead() {
        assertThat(AgentTemplate.of("{{ with secret \"database/creds/app\" }}{{ end }}")
                        .path())
                .isEqualTo("database/creds/app");
    }

    @Test
    void writesAValueAsItIs() {
        assertThat(rendered("DB_PASS={{ .Data.password }}")).isEqualTo("\nDB_PASS=pa$1\\ss\n\n");
    }

    @Test
    void hasNoValueForTheLeaseAmongTheData() {
        assertThat(rendered("DB_TTL={{ .Data.lease_duration }}")).isEqualTo("\nDB_TTL=<no value>\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ .Data | toJSON }}", "{{ env \"HOME\" }}", "{{- .LeaseID }}", "{{ .Lease }}"})
    void refusesWhatItDoesNotKnow(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> rendered(line)).withMessageContaining(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DB_USER=app", "a{{ with secret \"a\" }}{{ end }}", "{{ with secret \"a\" }}"})
    void refusesWhatIsNoBlock(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AgentTemplate.of(text));
    }
}
