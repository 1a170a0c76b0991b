package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Sidecars.CREDS;
import static io.github.rotatingdatasource.drills.Sidecars.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.drills.Place.Patience;
import io.github.rotatingdatasource.source.SidecarSourceBuilder;
import io.github.rotatingdatasource.testkit.AgentSettings;
import io.github.rotatingdatasource.testkit.Fault;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.VaultApi;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of leases when a reply is lost, when nobody uses them any more, and when they end too early. */
@Tag("database")
class LeasesTest {
    private static final String CLEAR = "/agent/v1/cache-clear";

    @TempDir
    Path directory;

    @Test
    void aReplyThatIsLostCostsOneLoginThatNobodyUses() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS);
                Place place =
                        use(Sidecars.direct(VaultApi.start(drill.leases), directory, Patience.USUAL::of), drill)) {
            drill.start();
            place.endpoint().faults().next(1, CREDS, Fault.closeAfterProcessing());
            assertThat(drill.rotateNow()).isInstanceOf(RotationFailed.class);
            Watch.until("it rotates all the same", () -> drill.count(Rotated.class) == 2);

            IssuedLease orphan = drill.leases.everIssued().get(1);
            assertThat(place.endpoint().requests().count(CREDS)).isEqualTo(3).isEqualTo(drill.source.reads());
            assertThat(drill.leases.leases()).hasSize(3).contains(orphan);
            assertThat(drill.database.acceptedLogins(orphan.username())).isZero();
            assertThat(drill.report().failures()).isEmpty();
        }
    }

    @Test
    void aLeaseIsRevokedWhenItsLastConnectionIsGoneAndTheLastOneOnClosing() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS);
                Place place = use(
                        Sidecars.direct(VaultApi.start(drill.leases), directory, SidecarSourceBuilder::revokes),
                        drill)) {
            drill.open().hold(1);
            IssuedLease first = drill.leases.leases().get(0);
            drill.rotateNow();
            Watch.until("only what is held is left", () -> drill.database.sessionsOf(first.username()) == 1);
            assertThat(drill.leases.leases()).hasSize(2).contains(first);

            drill.release();
            Watch.until(
                    "the first lease is revoked", () -> !drill.leases.leases().contains(first));
            assertThat(drill.leases.leases()).hasSize(1);

            drill.closeDataSource();
            Watch.until("the last lease is revoked", () -> drill.leases.leases().isEmpty());
            assertThat(place.endpoint().requests().count("/v1/sys/leases/revoke"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aCachedLoginThatWasRevokedIsReplacedByAnotherOne() throws Exception {
        try (Drill drill = new Drill(Contestant.OURS);
                VaultApi vault = VaultApi.start(drill.leases);
                Place agent =
                        use(Sidecars.behind(vault, AgentSettings.defaults().withCache(), Patience.USUAL), drill)) {
            drill.start();
            drill.leases.revokeAndKill(drill.leases.leases().get(0));
            Watch.until("another login serves", () -> drill.count(Rotated.class) == 2);
            drill.awaitService(Drill.TIMEOUT);

            assertThat(agent.endpoint().requests().of(CLEAR))
                    .singleElement()
                    .satisfies(request -> assertThat(request.body()).contains("request_path", CREDS));
            assertThat(vault.endpoint().requests().count(CREDS)).isEqualTo(2);
            assertThat(drill.report().failedCheckouts()).isZero();
        }
    }
}
