package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.FakeSidecar.login;
import static io.github.rotatingdatasource.source.FakeSidecar.renewal;
import static io.github.rotatingdatasource.source.FakeSidecar.reply;
import static io.github.rotatingdatasource.source.SidecarRig.NOON;
import static io.github.rotatingdatasource.source.SidecarRig.READ;
import static io.github.rotatingdatasource.source.SidecarRig.RENEW;
import static io.github.rotatingdatasource.source.SidecarRig.REVOKE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.rotatingdatasource.source.Exchange.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LeaseCareTest {
    private static final Reply FIRST = login("u1", 60);
    private static final Reply SECOND = login("u2", 60);
    private static final Reply DONE = reply(204, "");

    private final SidecarRig rig = new SidecarRig();
    private final FakeSidecar sidecar = rig.sidecar;
    private final CredentialSource renewing = rig.builder().renews().build();
    private final CredentialSource revoking = rig.builder().revokes().build();

    @ParameterizedTest
    @CsvSource({"60", "59", "61", "600"})
    void aRenewedLeaseBelongsToTheSameLogin(int seconds) throws Exception {
        sidecar.answers(FIRST).answers(renewal(seconds, "X-Cache: MISS"));
        Credential before = renewing.read();

        rig.later(45);
        Credential after = renewing.read();

        assertThat(after.hasSameLoginAs(before)).isTrue();
        assertThat(after.lease()).isEqualTo(Lease.firm(NOON.plusSeconds(45), Duration.ofSeconds(seconds)));
        assertThat(sidecar.asked()).containsExactly(READ, RENEW);
        assertThat(sidecar.lastBody()).isEqualTo("{\"lease_id\":\"database/creds/app/u1\",\"increment\":60}");
    }

    @Test
    void renewsNothingUnlessToldTo() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(FIRST).answers(SECOND);
        source.read();
        source.read();

        assertThat(sidecar.asked()).containsOnly(READ);
    }

    @Test
    void renewsAgainAndAgain() throws Exception {
        sidecar.answers(FIRST).answers(renewal(60)).answers(renewal(60)).answers(renewal(60));
        for (int i = 0; i < 4; i++) {
            renewing.read();
            rig.later(50);
        }

        assertThat(sidecar.asked()).containsExactly(READ, RENEW, RENEW, RENEW);
    }

    @Test
    void neverAsksForLessThanIsLeft() throws Exception {
        sidecar.answers(FIRST).answers(renewal(600)).answers(renewal(600));
        renewing.read();
        renewing.read();
        rig.later(100);
        renewing.read();

        assertThat(sidecar.lastBody()).endsWith("\"increment\":501}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"040", "047", "049", "050", "061", "074", "127", "134", "135", "140", "029", "124"})
    void whatIsNoRenewalCostsANewLoginInTheSameRead(String recording) throws Exception {
        sidecar.answers(FIRST).answers(recording).answers(SECOND);
        renewing.read();

        assertThat(renewing.read().username()).isEqualTo("u2");
        assertThat(sidecar.asked()).containsExactly(READ, RENEW, READ);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "{}", "{\"lease_duration\":-1}", "{\"lease_duration\":\"x\"}"})
    void whatCannotBeReadIsNoRenewal(String body) throws Exception {
        sidecar.answers(FIRST).answers(reply(200, body)).answers(SECOND);
        renewing.read();

        assertThat(renewing.read().username()).isEqualTo("u2");
    }

    @Test
    void aRenewalWithoutAReplyIsNone() throws Exception {
        sidecar.answers(FIRST).fails("reset", true).answers(SECOND);
        renewing.read();

        assertThat(renewing.read().username()).isEqualTo("u2");
    }

    @Test
    void neverRenewsARefusedLogin() throws Exception {
        sidecar.answers(FIRST).answers(SECOND).answers(renewal(60));
        renewing.refused(renewing.read());

        assertThat(renewing.read().username()).isEqualTo("u2");
        renewing.read();
        assertThat(sidecar.asked()).containsExactly(READ, READ, RENEW);
    }

    @Test
    void renewsNoLeaseThatIsOver() throws Exception {
        sidecar.answers(FIRST).answers(SECOND);
        renewing.read();

        rig.later(60);
        renewing.read();

        assertThat(sidecar.asked()).containsExactly(READ, READ);
    }

    @Test
    void renewsNoLeaseThatIsRetired() throws Exception {
        sidecar.answers(FIRST).answers(SECOND);
        renewing.retired(renewing.read());
        renewing.read();

        assertThat(sidecar.asked()).containsExactly(READ, READ);
    }

    @Test
    void renewsNoLeaseOfAnotherProcess() throws Exception {
        sidecar.answers(login("u1", 60, "X-Cache: HIT", "Age: 3")).answers(SECOND);
        renewing.read();
        renewing.read();

        assertThat(sidecar.asked()).containsExactly(READ, READ);
    }

    @Test
    void renewsNothingThatIsNotRenewable() throws Exception {
        String fixed = FIRST.text().replace("\"renewable\":true", "\"renewable\":false");
        sidecar.answers(reply(200, fixed)).answers(SECOND);
        renewing.read();
        renewing.read();

        assertThat(sidecar.asked()).containsExactly(READ, READ);
    }

    @Test
    void aRetiredLoginIsRevokedOnce() throws Exception {
        sidecar.answers(FIRST).answers(SECOND).answers(DONE).answers(DONE);
        Credential first = revoking.read();
        revoking.read();

        revoking.retired(first);
        assertThat(sidecar.lastBody()).isEqualTo("{\"lease_id\":\"database/creds/app/u1\",\"sync\":true}");
        revoking.retired(first);
        revoking.close();

        assertThat(sidecar.asked()).containsExactly(READ, READ, REVOKE, REVOKE);
        assertThat(sidecar.lastBody()).contains("app/u2");
    }

    @Test
    void theLeaseOfARenewedLoginIsRevokedByItsId() throws Exception {
        CredentialSource both = rig.builder().renews().revokes().build();
        sidecar.answers(FIRST).answers(renewal(60)).answers(DONE);
        Credential first = both.read();
        both.read();

        both.retired(first); // with the lease that it had then

        assertThat(sidecar.asked()).containsExactly(READ, RENEW, REVOKE);
    }

    @Test
    void aSuspensionRevokesWhatIsLeft() throws Exception {
        sidecar.answers(FIRST).answers(DONE);
        revoking.read();

        revoking.suspend();
        revoking.close();

        assertThat(sidecar.asked()).containsExactly(READ, REVOKE);
    }

    @Test
    void nothingIsRenewedThatASuspensionHasEnded() throws Exception {
        sidecar.answers(FIRST).answers(FIRST);
        renewing.read();

        renewing.suspend();
        renewing.read();

        assertThat(sidecar.asked()).containsExactly(READ, READ);
    }

    @Test
    void revokesNothingUnlessToldTo() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(FIRST).answers(SECOND);
        source.retired(source.read());
        source.read();
        source.close();

        assertThat(sidecar.asked()).containsOnly(READ);
    }

    @Test
    void revokesNoLeaseOfAnotherProcess() throws Exception {
        sidecar.answers(login("u1", 60, "X-Cache: HIT", "Age: 3")).answers(login("u2", 60, "X-Cache: HIT"));
        revoking.retired(revoking.read());
        revoking.read();
        revoking.close();

        assertThat(sidecar.asked()).containsOnly(READ);
    }

    @ParameterizedTest
    @CsvSource({"204, 0", "202, 0", "400, 0", "403, 0", "404, 1", "500, 1", "503, 1"})
    void whatFailsForNowIsTriedAgainAtTheEnd(int status, int again) throws Exception {
        sidecar.answers(FIRST).answers(reply(status, "{\"errors\":[]}")).answers(DONE);
        revoking.retired(revoking.read());

        revoking.close();

        assertThat(sidecar.asked()).hasSize(2 + again);
    }

    @Test
    void aRevocationWithoutAReplyIsTriedAgainAtTheEnd() throws Exception {
        sidecar.answers(FIRST).fails("reset", true).answers(DONE);
        revoking.retired(revoking.read());

        revoking.close();

        assertThat(sidecar.asked()).containsExactly(READ, REVOKE, REVOKE);
    }

    @Test
    void whatIsForbiddenIsOneLineWithoutIds() throws Exception {
        List<String> lines = logged(() -> {
            sidecar.answers(FIRST).answers("051");
            revoking.retired(revoking.read());
        });

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("DEBUG")
                .contains("403")
                .doesNotContain("u1");
    }

    @Test
    void whyALeaseIsNotRenewedIsOneLineWithoutIds() throws Exception {
        List<String> lines = logged(() -> {
            sidecar.answers(FIRST).answers("074").answers(SECOND);
            renewing.read();
            renewing.read();
        });

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("DEBUG")
                .contains("cache")
                .doesNotContain("u1");
    }

    private interface Work {
        void run() throws Exception;
    }

    private static List<String> logged(Work work) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(SidecarSource.class);
        Level before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try (LogCapture log = new LogCapture(SidecarSource.class)) {
            work.run();
            return log.lines();
        } finally {
            logger.setLevel(before);
        }
    }

    @Test
    void closingIsBounded() throws Exception {
        for (int i = 1; i <= 4; i++) {
            sidecar.answers(login("u" + i, 3600));
            revoking.read();
        }
        Asking slow = (request, mints) -> {
            rig.later(3);
            return DONE;
        };
        sidecar.answers(slow).answers(slow).answers(slow);

        assertThat(logged(revoking::close))
                .containsExactly("WARN 2 leases are not revoked in time, and live until they end");
        assertThat(sidecar.asked()).hasSize(6);
    }
}
