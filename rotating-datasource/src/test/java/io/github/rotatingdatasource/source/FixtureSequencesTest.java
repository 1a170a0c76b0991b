package io.github.rotatingdatasource.source;

import static io.github.rotatingdatasource.source.SidecarRig.CLEAR;
import static io.github.rotatingdatasource.source.SidecarRig.RENEW;
import static io.github.rotatingdatasource.source.SidecarRig.REVOKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sequences that were recorded on one caching agent, as far as a source takes part in them. */
class FixtureSequencesTest {
    private static final String READ = "GET /v1/database/creds/brief";

    private final SidecarRig rig = new SidecarRig();
    private final FakeSidecar sidecar = rig.sidecar;

    private SidecarSourceBuilder builder() {
        return rig.bare().databaseRole("brief");
    }

    @AfterEach
    void clearsNeitherAllNorByLease() {
        assertThat(sidecar.requests)
                .extracting(request -> String.valueOf(request.body()))
                .noneMatch(body -> body.contains("\"all\"") || body.contains("\"type\":\"lease\""));
    }

    @Test
    void sequenceAWhatWasRevokedBehindTheCacheComesBackOnceAndIsCleared() throws Exception {
        CredentialSource source = builder().build();
        sidecar.answers("063", "065", "082", "066");
        Credential first = source.read();

        Credential dead = source.read();
        assertThat(dead).isEqualTo(first);
        source.refused(dead);

        assertThat(source.read().hasSameLoginAs(dead)).isFalse();
        assertThat(sidecar.asked()).containsExactly(READ, READ, CLEAR, READ);
        assertThat(sidecar.requests.get(2).body())
                .isEqualTo(Recorded.exchange("082").body());
    }

    @Test
    void sequenceBRevokingInTheUsualWayEvicts() throws Exception {
        CredentialSource source = builder().revokes().build();
        sidecar.answers("066", "067", "068");
        Credential first = source.read();

        source.retired(first);

        assertThat(source.read().hasSameLoginAs(first)).isFalse();
        assertThat(sidecar.asked()).containsExactly(READ, REVOKE, READ);
    }

    @Test
    void sequenceCAFreshLoginThatIsRefusedNeedsNoClearing() throws Exception {
        CredentialSource source = builder().build();
        sidecar.answers("069", "071");
        source.refused(source.read());

        source.read();

        assertThat(sidecar.asked()).containsExactly(READ, READ);
    }

    @Test
    void sequenceDASecondRenewalIsNone() throws Exception {
        CredentialSource source = builder().renews().build();
        sidecar.answers("072", "073", "074", "083");
        Credential first = source.read();

        rig.later(3);
        assertThat(source.read().hasSameLoginAs(first)).isTrue();
        rig.later(3);

        assertThat(source.read().hasSameLoginAs(first)).isFalse();
        assertThat(sidecar.asked()).containsExactly(READ, RENEW, RENEW, READ);
    }

    @Test
    void sequenceDADeadLoginThatIsNotEvictedIsToldOf() throws Exception {
        CredentialSource source = builder().build();
        sidecar.answers("072", "079", "080", "081", "082", "083");
        source.read();
        source.refused(source.read());

        assertThatThrownBy(source::read).hasMessageContaining("stale cache");
        source.read();

        assertThat(sidecar.asked()).containsExactly(READ, READ, CLEAR, READ, CLEAR, READ);
    }

    @Test
    void sequenceEWhatWasRevokedAtTheServerIsCleared() throws Exception {
        CredentialSource source = builder().build();
        sidecar.answers("085", "087", "082", "088");
        Credential first = source.read();
        Credential dead = source.read();
        assertThat(dead).isEqualTo(first);
        source.refused(dead);

        assertThat(source.read().hasSameLoginAs(dead)).isFalse();
        assertThat(sidecar.asked()).containsExactly(READ, READ, CLEAR, READ);
    }

    @Test
    void sequenceFWithoutACacheEachReadIsALogin() throws Exception {
        CredentialSource source = builder().build();
        sidecar.answers("088", "090", "092", "093", "094");
        Set<String> users = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            users.add(source.read().username());
        }

        assertThat(users).hasSize(4);
        assertThat(sidecar.mints).hasSize(5).containsOnly(true);
    }
}
