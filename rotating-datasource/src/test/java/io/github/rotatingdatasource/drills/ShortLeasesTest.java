package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Sidecars.CREDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.LeaseExtended;
import io.github.rotatingdatasource.drills.Place.Patience;
import io.github.rotatingdatasource.source.SidecarSourceBuilder;
import io.github.rotatingdatasource.testkit.AgentSettings;
import io.github.rotatingdatasource.testkit.RoleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Leases of seconds that come to their end by themselves. The drills run all at once, or it would take a minute. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShortLeasesTest {
    private static final Duration SHORT = Duration.ofSeconds(6);
    private static final Duration LONGER = Duration.ofSeconds(15);
    private static final RoleSettings ROLE = RoleSettings.defaults().withTtl(SHORT);

    private final List<Lifetimes> minting = new ArrayList<>();
    private final List<Lifetimes> all = new ArrayList<>();
    private Lifetimes caching;
    private Lifetimes renewing;

    @BeforeAll
    void live(@TempDir Path directory) throws Exception {
        AgentSettings agent = AgentSettings.defaults();
        caching = begun(new Lifetimes(
                2, ROLE.withTtl(LONGER), vault -> Sidecars.behind(vault, agent.withCache(), Patience.USUAL)));
        renewing = begun(new Lifetimes(
                2,
                ROLE.withTtl(SHORT, LONGER),
                vault -> Sidecars.direct(vault, directory, SidecarSourceBuilder::renews)));
        minting.add(begun(new Lifetimes(4, ROLE, vault -> Sidecars.direct(vault, directory, Patience.USUAL::of))));
        minting.add(begun(new Lifetimes(4, ROLE, vault -> Sidecars.behind(vault, agent, Patience.USUAL))));
        minting.add(begun(
                new Lifetimes(4, ROLE, vault -> Sidecars.behind(vault, Sidecars.socket(directory), Patience.USUAL))));
        for (Lifetimes each : all) {
            each.await();
        }
    }

    private Lifetimes begun(Lifetimes begun) {
        all.add(begun);
        return begun;
    }

    @AfterAll
    void close() {
        all.forEach(Lifetimes::close);
    }

    @Test
    void noCallerNotices() {
        for (Lifetimes each : all) {
            assertThat(each.report().completed()).isPositive();
            assertThat(each.report().failures()).isEmpty();
        }
    }

    @Test
    void theServerIsAskedOncePerLoginAndNeverTwiceAtTheSameTime() {
        for (Lifetimes each : all) {
            assertThat(each.requests().count(CREDS)).isEqualTo(each.logins);
            assertThat(each.requests().mostInFlight(CREDS)).isOne();
        }
    }

    @Test
    void aLoginLastsForHalfOfItsLeaseAtLeast() {
        assertThat(minting).allSatisfy(each -> assertThat(each.shortest()).isGreaterThan(SHORT.dividedBy(2)));
        assertThat(caching.shortest()).isGreaterThan(LONGER.dividedBy(2));
    }

    @Test
    void aSourceThatMintsIsReadOncePerLifetime() {
        assertThat(minting)
                .allSatisfy(each -> assertThat(each.drill.source.reads()).isEqualTo(each.logins));
    }

    @Test
    void aRenewedLoginLastsUntilItsLongestEnd() {
        assertThat(renewing.drill.count(LeaseExtended.class)).isGreaterThanOrEqualTo(2);
        assertThat(renewing.requests().count("/v1/sys/leases/renew")).isGreaterThanOrEqualTo(3);
        assertThat(renewing.shortest()).isBetween(SHORT, LONGER);
    }
}
