package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.FakeSidecar.login;
import static io.github.rotatingdatasource.source.FakeSidecar.reply;
import static io.github.rotatingdatasource.source.SidecarRig.CLEAR;
import static io.github.rotatingdatasource.source.SidecarRig.CLEAR_PROXY;
import static io.github.rotatingdatasource.source.SidecarRig.NOON;
import static io.github.rotatingdatasource.source.SidecarRig.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.source.Exchange.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarSourceTest {
    private static final Reply MISS = login("u1", 3600, "X-Cache: MISS");
    private static final Reply HIT = login("u1", 3600, "X-Cache: HIT", "Age: 1800");
    private static final Reply OTHER = login("u2", 3600, "X-Cache: MISS");
    private static final Reply CLEARED = reply(200, "");

    private final SidecarRig rig = new SidecarRig();
    private final FakeSidecar sidecar = rig.sidecar;

    @Test
    void eachReadOfARoleIsOneRequest() throws Exception {
        CredentialSource source = rig.builder().build();
        for (int i = 1; i <= 100; i++) {
            sidecar.answers(login("u" + i, 3600));

            assertThat(source.read().username()).isEqualTo("u" + i);
            assertThat(sidecar.requests).hasSize(i);
        }
        assertThat(new HashSet<>(sidecar.requests)).hasSize(1); // and all are the same
        assertThat(sidecar.mints).doesNotContain(false);
    }

    @Test
    void aFailedReadIsOneRequestToo() {
        CredentialSource source = rig.builder().build();
        sidecar.answers("138").fails("reset", true).answers(reply(200, "<html>"));
        for (int i = 1; i <= 3; i++) {
            assertThatThrownBy(source::read).isInstanceOf(CredentialUnavailable.class);

            assertThat(sidecar.asked()).hasSize(i).containsOnly(READ);
        }
    }

    @Test
    void aCacheThatHasAnsweredMayMakeALoginNextTime() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(MISS).answers(HIT).answers(HIT).answers(OTHER).answers(login("u3", 60));
        for (int i = 0; i < 5; i++) {
            source.read();
        }
        assertThat(sidecar.mints).hasSize(5).containsOnly(true);
    }

    @Test
    void aCacheMayBePolledForAsLongAsItAnswers() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(MISS).answers(HIT).answers(OTHER).answers(HIT).answers("141");
        List<Boolean> cheap = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            source.read();
            cheap.add(source.isCheap());
        }
        assertThat(cheap).containsExactly(false, true, false, true);

        assertThatThrownBy(source::read).isInstanceOf(CredentialUnavailable.class);
        assertThat(source.isCheap()).isFalse();
    }

    @Test
    void onlyARoleIsNotCheap() throws Exception {
        assertThat(rig.bare().databaseRole("app").build().isCheap()).isFalse();
        assertThat(rig.bare().staticRole("app").build().isCheap()).isTrue();
        assertThat(rig.bare().kv1("app").build().isCheap()).isTrue();
        assertThat(rig.bare().kv2("app").build().isCheap()).isTrue();
    }

    @Test
    void whatIsCheapSaysItsPace() {
        assertThat(rig.bare().databaseRole("app").build().pollInterval()).isZero();
        assertThat(rig.bare().staticRole("app").build().pollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rig.bare()
                        .kv2("app")
                        .pollInterval(Duration.ofMinutes(5))
                        .build()
                        .pollInterval())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aStaticRoleMayAlwaysBeRepeated() throws Exception {
        CredentialSource source = rig.bare().staticRole("slow-static").build();
        sidecar.answers("112", "114");

        assertThat(source.read().lease()).isEqualTo(Lease.lowerBound(NOON, Duration.ofSeconds(86_325)));
        source.read();

        assertThat(sidecar.mints).containsOnly(false);
        assertThat(sidecar.asked()).containsOnly("GET /v1/database/static-creds/slow-static");
    }

    @Test
    void aFailureNamesStatusClassPathAndSidecar() {
        CredentialSource source = rig.builder().build();
        sidecar.answers("016");

        assertThatThrownBy(source::read)
                .isInstanceOfSatisfying(
                        CredentialUnavailable.class,
                        failure -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(10)))
                .hasMessage("no credential from GET /v1/database/creds/app at http://127.0.0.1:8100:"
                        + " it answered 400, configuration: unknown role");
    }

    @Test
    void aRequestThatGotNoAnswerMayHaveMadeALogin() {
        CredentialSource source = rig.builder().build();
        sidecar.fails("no reply within 65 s", true).fails("nothing listens there", false);

        assertThatThrownBy(source::read)
                .hasMessageContainingAll("no reply within 65 s; it may have made a login", "http://127.0.0.1:8100")
                .hasCauseInstanceOf(ExchangeFailed.class);
        assertThatThrownBy(source::read).hasMessageEndingWith(": nothing listens there");
    }

    @Test
    void aSecretThatWasNotReadLeavesNoLogin() {
        CredentialSource source = rig.bare().kv2("app").build();
        sidecar.fails("no reply within 5 s", true);

        assertThatThrownBy(source::read).hasMessageEndingWith(": no reply within 5 s");
    }

    @Test
    void asksForNothingWithoutItsToken(@TempDir Path directory) throws Exception {
        Path token = directory.resolve("token");
        CredentialSource source = rig.builder().tokenFile(token).build();

        assertThatThrownBy(source::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContainingAll("no credential from GET", "no token in " + token);
        assertThat(sidecar.requests).isEmpty();

        Files.writeString(token, "hvs.t0ken\n");
        sidecar.answers(MISS);
        source.read();
        assertThat(sidecar.requests.get(0).headers()).containsEntry("X-Vault-Token", "hvs.t0ken");
    }

    @Test
    void aCachedReplyAboutAKnownLoginSaysNothingNew() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(MISS).answers(HIT);
        Credential first = source.read();

        rig.later(1801);
        assertThat(source.read()).isEqualTo(first);
    }

    @Test
    void aRefusedLoginOutOfTheCacheIsClearedByItsPathOnce() throws Exception {
        CredentialSource source = rig.builder().namespace("team-a").build();
        sidecar.answers(HIT).answers(CLEARED).answers(OTHER).answers(OTHER);

        source.refused(source.read());
        assertThat(source.read().username()).isEqualTo("u2");
        source.read();

        assertThat(sidecar.asked()).containsExactly(READ, CLEAR, READ, READ);
        assertThat(sidecar.requests.get(1).body())
                .isEqualTo("{\"type\":\"request_path\",\"value\":\"/v1/database/creds/app\",\"namespace\":\"team-a\"}");
        assertThat(sidecar.mints).containsExactly(true, false, true, true);
    }

    @Test
    void aRefusedLoginThatWasMadeForUsIsClearedOnceItComesOutOfTheCache() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(MISS).answers(HIT).answers(CLEARED).answers(OTHER);
        source.refused(source.read());

        assertThat(source.read().username()).isEqualTo("u2");

        assertThat(sidecar.asked()).containsExactly(READ, READ, CLEAR, READ);
        assertThat(sidecar.mints).containsExactly(true, true, false, true);
    }

    @Test
    void aRefusedLoginThatWasMadeForUsMayStayInTheCacheIfToldSo() throws Exception {
        CredentialSource source = rig.builder().clearsAgentCache(false).build();
        sidecar.answers(MISS).answers(HIT);
        source.refused(source.read());

        assertThat(source.read().username()).isEqualTo("u1");
        assertThat(sidecar.asked()).containsExactly(READ, READ);
    }

    @Test
    void leavesTheCacheAloneIfToldTo() throws Exception {
        CredentialSource source = rig.builder().clearsAgentCache(false).build();
        sidecar.answers(HIT).answers(HIT);

        Credential dead = source.read();
        source.refused(dead);

        assertThat(source.read()).isEqualTo(dead);
        assertThat(sidecar.asked()).containsOnly(READ);
    }

    @Test
    void aRefusalOfAStrangerClearsNothing() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(HIT);

        source.refused(new Credential("stranger", "s3cret", Lease.unknown()));
        source.read();

        assertThat(sidecar.asked()).containsExactly(READ);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 400, 403, 405, 500, 503})
    void toleratesWhateverComesOfClearing(int status) throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(HIT).answers(reply(status, "{\"errors\":[]}")).answers(OTHER);

        source.refused(source.read());

        assertThat(source.read().username()).isEqualTo("u2");
        assertThat(sidecar.asked()).containsExactly(READ, CLEAR, READ);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 405})
    void asksAsAProxyWouldBeAskedIfThereIsNoAgent(int status) throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(HIT).answers("099").answers(reply(status, "")).answers(OTHER);

        source.refused(source.read());
        source.read();

        assertThat(sidecar.asked()).containsExactly(READ, CLEAR, CLEAR_PROXY, READ);
    }

    @Test
    void toleratesThatClearingGetsNoAnswer() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(HIT).fails("reset", true).answers(OTHER);

        source.refused(source.read());

        assertThat(source.read().username()).isEqualTo("u2");
    }

    @Test
    void saysThatTheCacheKeepsADeadLoginAndGoesOnClearing() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(HIT).answers(CLEARED).answers(HIT).answers(CLEARED).answers(OTHER);
        source.refused(source.read());

        assertThatThrownBy(source::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContainingAll("stale cache", "the login that the database refused", READ)
                .hasMessageNotContaining("u1");
        assertThat(source.read().username()).isEqualTo("u2");
        assertThat(sidecar.asked()).containsExactly(READ, CLEAR, READ, CLEAR, READ);
    }

    @Test
    void clearsOnceEvenIfNothingCouldBeReadAfterwards() throws Exception {
        CredentialSource source = rig.builder().build();
        sidecar.answers(HIT).answers(CLEARED).answers("124").answers(OTHER);
        source.refused(source.read());

        assertThatThrownBy(source::read).hasMessageContaining("403, token: permission denied");
        source.read();

        assertThat(sidecar.asked()).containsExactly(READ, CLEAR, READ, READ);
    }

    @Test
    void closesWhatItAsksWithOnceAndAsksNothing() throws Exception {
        int[] closed = {0};
        SidecarSettings settings = new SidecarSettings(
                VaultPath.Kind.DATABASE_ROLE.at(null, "app", null, null),
                "there",
                null,
                null,
                Duration.ZERO,
                false,
                false,
                true,
                rig.clock);
        SidecarSource source = new SidecarSource(settings, sidecar.answers(MISS), () -> closed[0]++);
        source.retired(source.read());

        source.close();
        source.close();

        assertThat(closed[0]).isEqualTo(1);
        assertThat(sidecar.asked()).containsExactly(READ);
    }

    @Test
    void isNamedByWhatItAsks() {
        assertThat(rig.builder().build()).hasToString("GET /v1/database/creds/app at http://127.0.0.1:8100");
    }
}
