package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.HeldLogins.Held;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeldLoginsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final VaultPath ROLE = VaultPath.Kind.DATABASE_ROLE.at(null, "app", null, null);

    private final HeldLogins logins = new HeldLogins();

    private static VaultReply reply(String user, String... headers) throws VaultFailed {
        return VaultReply.of(FakeSidecar.login(user, 60, headers), ROLE, NOON, NOON);
    }

    @Test
    void holdsOnlySoMany() throws Exception {
        for (int i = 0; i <= HeldLogins.LIMIT; i++) {
            logins.took(reply("u" + i));
        }

        assertThat(logins.all()).hasSize(HeldLogins.LIMIT);
        assertThat(logins.of(reply("u0").credential())).isNull();
        assertThat(logins.of(reply("u1").credential())).isNotNull();
    }

    @Test
    void aCachedReplyDoesNotUndoARenewal() throws Exception {
        Held held = logins.took(reply("u1"));
        Lease renewed = Lease.firm(NOON.plusSeconds(30), Duration.ofSeconds(60));
        logins.renewed(held, renewed);

        Held again = logins.took(reply("u1", "X-Cache: HIT", "Age: 40"));

        assertThat(again.credential().lease()).isEqualTo(renewed);
        assertThat(again.isOwn()).isTrue();
        assertThat(again.isCached()).isTrue();
    }

    @Test
    void aCachedReplyWithAnotherLeaseIsAnotherLease() throws Exception {
        logins.took(reply("u1"));
        Exchange.Reply other = FakeSidecar.reply(
                200, FakeSidecar.login("u1", 60).text().replace("app/u1", "app/other"), "X-Cache: HIT", "Age: 40");

        Held again = logins.took(VaultReply.of(other, ROLE, NOON, NOON));

        assertThat(again.credential().lease().began()).isEqualTo(NOON.minusSeconds(40));
        assertThat(again.isOwn()).isFalse();
    }

    @Test
    void aRefusalIsOfALoginWhateverItsLease() throws Exception {
        Credential credential = logins.took(reply("u1", "X-Cache: HIT")).credential();

        assertThat(logins.refused(new Credential(credential.username(), credential.password(), Lease.unknown())))
                .isTrue();
        assertThat(logins.newest().isRefused()).isTrue();
        assertThat(logins.refused(new Credential("stranger", "x", Lease.unknown())))
                .isFalse();
    }

    @Test
    void forgetsWhatIsRetired() throws Exception {
        Credential credential = logins.took(reply("u1")).credential();

        assertThat(logins.remove(credential)).isNotNull();
        assertThat(logins.remove(credential)).isNull();
        assertThat(logins.newest()).isNull();
    }

    @Test
    void isNeverPrinted() throws Exception {
        assertThat(logins.took(reply("u1")).toString()).doesNotContain("u1");
    }
}
