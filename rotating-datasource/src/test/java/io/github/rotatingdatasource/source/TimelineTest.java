package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays what a live agent rendered, second by second, and compares what the source concludes. */
class TimelineTest {
    @TempDir
    private Path directory;

    private Path file;
    private ManualClock clock;
    private CredentialSource source;

    @BeforeEach
    void agentStarts() {
        file = directory.resolve("db-creds");
        clock = new ManualClock(Timeline.START);
        source = CredentialSource.fileSource(file).clock(clock).pause(clock).build();
    }

    private List<Credential> replay(String name) throws Exception {
        List<Credential> credentials = new ArrayList<>();
        for (Timeline.Rendering rendering : Timeline.of(name).renderings()) {
            rendering.renderTo(file);
            clock.set(rendering.seen());
            credentials.add(source.read());
        }
        return credentials;
    }

    private static long logins(List<Credential> credentials) {
        return new HashSet<>(credentials.stream().map(Credential::fingerprint).toList()).size();
    }

    @ParameterizedTest
    @CsvSource({
        "short-120s, 4, 4",
        "oneshot-60s, 9, 9",
        "static-60s, 7, 6",
        "agent-restart, 2, 2",
        "init-then-sidecar, 2, 2",
        "token-20s-reauth, 6, 6",
        "agent-token-revoked-file, 2, 2",
        "operator-revoke, 2, 2",
        "short-cached-120s, 4, 4",
        "shared-agent-120s, 7, 4",
        "server-down-40s, 3, 3",
        "server-down-40s-lease-60s, 1, 1",
        "no-renew-policy, 12, 12"
    })
    void givesALoginForEachUserThatTheAgentGot(String name, int renderings, int logins) throws Exception {
        List<Credential> credentials = replay(name);

        assertThat(credentials).hasSize(renderings);
        assertThat(logins(credentials)).isEqualTo(logins);
    }

    @ParameterizedTest
    @CsvSource({
        "short-120s, PT10S",
        "oneshot-60s, PT10S",
        "agent-restart, PT1H",
        "init-then-sidecar, PT1H",
        "token-20s-reauth, PT1H",
        "agent-token-revoked-file, PT20S",
        "operator-revoke, PT20S",
        "short-cached-120s, PT10S",
        "server-down-40s, PT10S",
        "server-down-40s-lease-60s, PT1M",
        "no-renew-policy, PT30S"
    })
    void countsTheLeaseFromTheRendering(String name, Duration length) throws Exception {
        List<Lease> expected = Timeline.of(name).renderings().stream()
                .map(rendering -> Lease.lowerBound(rendering.written(), length))
                .toList();

        assertThat(replay(name)).extracting(Credential::lease).isEqualTo(expected);
    }

    /** With a renewing agent the bound is long over when the next user comes: 10 s of 33. */
    @Test
    void keepsALowerBoundThatIsOverUntilTheFileChanges() throws Exception {
        List<Timeline.Rendering> renderings = Timeline.of("short-120s").renderings();
        renderings.get(0).renderTo(file);
        clock.set(renderings.get(0).seen());
        Credential first = source.read();

        clock.set(renderings.get(1).written());
        assertThat(source.read()).isSameAs(first);
        assertThat(remaining(first)).isBetween(Duration.ofMillis(-23_600), Duration.ofMillis(-23_000));
    }

    private Duration remaining(Credential credential) {
        Instant began = credential.lease().began();
        return Duration.between(clock.instant(), began.plus(credential.lease().length()));
    }

    @Test
    void extendsTheLeaseWhenOnlyTheLengthIsWrittenAnew() throws Exception {
        List<Credential> credentials = replay("shared-agent-120s");

        assertThat(credentials.get(1).hasSameLoginAs(credentials.get(0))).isTrue();
        assertThat(credentials.get(1).lease())
                .isEqualTo(Lease.lowerBound(Timeline.START.plusMillis(30_517), Duration.ofSeconds(7)));
    }

    @Test
    void knowsNoEndWhileAStaticPasswordIsDue() throws Exception {
        List<Credential> credentials = replay("static-60s");

        assertThat(credentials.get(1).hasSameLoginAs(credentials.get(0))).isTrue();
        assertThat(credentials)
                .extracting(credential -> credential.lease().length().toSeconds())
                .containsExactly(9L, 0L, 10L, 9L, 9L, 9L, 9L);
    }

    @Test
    void takesOffWhatWasUsedBeforeThisProcessStarted() throws Exception {
        Timeline.of("agent-restart").renderings().get(0).renderTo(file);
        clock.set(Timeline.START.plusMillis(1_629).plus(Duration.ofMinutes(50)));

        assertThat(remaining(source.read())).isEqualTo(Duration.ofMinutes(10).minusMillis(50));
    }
}
