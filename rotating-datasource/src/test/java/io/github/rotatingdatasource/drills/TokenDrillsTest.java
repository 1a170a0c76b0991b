package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.source.CredentialFormat;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file with a token, as RDS makes them: a new one ends no session, and the one before lets nobody in any more. */
@Tag("database")
class TokenDrillsTest {
    private static final Duration LATE = Duration.ofSeconds(1);

    /** Far longer than the file is late, so that a busy machine makes no difference. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private FileRenderer renderer;

    @Test
    void aNewTokenOpensNewConnectionsAndReplacesNone() throws Exception {
        try (Drill drill = rendered().start()) {
            Mark begin = drill.mark();
            String before = drill.status().fingerprint();
            put(drill.changePassword());
            Watch.until(
                    "the token is known", () -> !drill.status().fingerprint().equals(before));
            assertThat(drill.database.acceptedLogins(drill.lease.username())).isEqualTo(begin.accepted());
            Mark known = drill.mark();
            drill.kill();
            awaitFull(drill, known);

            Expect.unnoticed(drill.measured("token: the next one", begin, known));
            assertThat(drill.mark().refused()).isZero();
            assertOnePool(drill);
        }
    }

    @Test
    void aFileThatIsLateIsNoticedByNobodyWhileSessionsLive() throws Exception {
        try (Drill drill = rendered().start()) {
            String before = drill.status().fingerprint();
            Mark begin = drill.mark();
            IssuedLease next = drill.changePassword();
            Watch.pass(LATE);
            put(next);
            Watch.until(
                    "the token is known", () -> !drill.status().fingerprint().equals(before));

            Expect.unnoticed(drill.measured("token: late by a second", begin, drill.mark()));
            assertOnePool(drill);
        }
    }

    @Test
    void whoFindsNoSessionWaitsForTheFileThatIsLate() throws Exception {
        try (Drill drill = rendered().start()) {
            Mark begin = drill.mark();
            IssuedLease next = drill.changePassword();
            drill.kill();
            Watch.until("a login is refused", () -> drill.count(RotationEvent.LoginRefused.class) > 0);
            Watch.pass(LATE);
            put(next);
            drill.awaitService(GRACE);

            Measured measured = drill.measured("token: late, and all sessions killed", begin, drill.mark());
            assertThat(measured.failedCheckouts()).as("%s", measured).isZero();
            assertThat(measured.mostOfOneWorker()).as("%s", measured).isLessThanOrEqualTo(1);
            assertThat(drill.count(RotationEvent.Unavailable.class)).isZero();
        }
    }

    private Drill rendered() throws Exception {
        Drill drill = new Drill(Contestant.OURS);
        drill.policy = SourcesTest.POLLING.withGrace(GRACE);
        drill.pool.setConnectionTimeout(GRACE.plusSeconds(10).toMillis());
        renderer = FileRenderer.to(Files.createTempDirectory("token").resolve("token"))
                .withMode("rw-------");
        put(drill.lease);
        drill.source = DrillSource.over(CredentialSource.fileSource(renderer.file())
                .format(CredentialFormat.token(drill.lease.username()))
                .build());
        return drill;
    }

    private void put(IssuedLease lease) throws Exception {
        renderer.render(lease.password() + "\n");
    }

    private static void awaitFull(Drill drill, Mark since) throws Exception {
        Watch.until(
                "the pool is full again",
                () -> drill.mark().accepted() >= since.accepted() + Drill.POOL
                        && drill.database.sessionsOf(drill.lease.username()) == Drill.POOL);
    }

    private static void assertOnePool(Drill drill) {
        assertThat(drill.status().generation()).isOne();
        assertThat(drill.count(RotationEvent.Rotated.class)).isOne();
    }
}
