package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Plays every recorded exchange with a real server and agent against the kit. */
@Tag("database")
final class RecordedVaultTest {
    /** Recordings that no test plays, and why. */
    private static final Map<Integer, String> NOT_PLAYED = Map.of();

    private final TestDatabase database = TestDatabase.shared();
    private final RecordedVault vault;

    RecordedVaultTest(@TempDir Path directory) throws Exception {
        this.vault = new RecordedVault(database, directory.resolve("agent.sock"));
    }

    @AfterEach
    void closeAndCheck(TestInfo test) throws Exception {
        vault.close();
        Plays plays = test.getTestMethod().orElseThrow().getAnnotation(Plays.class);
        Integer[] wanted = plays == null
                ? new Integer[0]
                : Arrays.stream(plays.value()).boxed().toArray(Integer[]::new);
        assertThat(vault.replay().played()).containsExactlyInAnyOrder(wanted);
    }

    @Test
    void playsOrExcusesEveryRecording() {
        Set<Integer> known = new TreeSet<>(NOT_PLAYED.keySet());
        for (var method : RecordedVaultTest.class.getDeclaredMethods()) {
            Plays plays = method.getAnnotation(Plays.class);
            Arrays.stream(plays == null ? new int[0] : plays.value()).forEach(known::add);
        }

        assertThat(known).containsExactlyElementsOf(Recording.numbers());
    }

    @Test
    @Plays({1, 2, 14, 30, 37, 137})
    void givesCredentialsToWhoAsksTheServer() throws Exception {
        vault.play(1);
        vault.play(2);
        vault.play(14, vault.caching());
        vault.play(30);
        vault.play(37);
        vault.play(137);
    }

    @Test
    @Plays({3, 4, 5, 6, 7, 17, 107, 105, 106, 108, 124})
    void givesCredentialsThroughAnAgent() throws Exception {
        VaultAgent agent = vault.agent(RecordedVault.defaults().withSocket(vault.socket()));
        vault.play(3, agent);
        vault.play(4, agent);
        vault.playAtSocket(5);
        vault.play(6, vault.agent(RecordedVault.defaults().withAutoAuth(AutoAuth.NEVER)));
        vault.play(7, agent);
        vault.play(17, agent);
        VaultAgent strict = vault.agent(RecordedVault.defaults().requiringRequestHeader());
        vault.play(105, strict);
        vault.play(106, strict);
        vault.play(107, strict);
        strict.logOut();
        vault.play(108, strict);
        agent.revokeToken();
        vault.play(124, agent);
    }

    @Test
    @Plays({8, 9, 10, 11, 12, 13, 15, 104, 125})
    void keepsWhatIsAskedInTheSameWords() throws Exception {
        VaultAgent agent = vault.caching();
        vault.play(List.of(8, 9, 10, 11, 12, 13, 15, 104), agent);
        agent.revokeToken();
        vault.play(125, agent);
    }

    @Test
    @Plays({16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 36, 99})
    void refusesWhatTheRealServerRefuses() throws Exception {
        vault.vault().withForbiddenRole("forbidden");
        vault.role(RoleSettings.defaults()
                .withName("fails")
                .withStatement("GRANT SELECT ON no_such_table TO \"{{name}}\""));
        vault.play(List.of(16, 18, 19, 20, 21, 22, 23, 28, 29, 36, 99));
        vault.useToken(TokenPolicy.ROOT);
        vault.play(List.of(24, 25, 26, 27));
    }

    @Test
    @Plays({31, 32, 33, 34, 35, 103})
    void readsSecrets() throws Exception {
        vault.vault().withSecret("appdb", Map.of("username", "kv_user", "password", "kv=pass#word \"q\" $x"));
        vault.play(List.of(31, 32, 33, 34, 35));
        vault.play(103, vault.caching());
    }

    @Test
    @Plays({38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51})
    void renewsLeases() throws Exception {
        vault.play(38, "ttl");
        vault.play(39);
        vault.play(40);
        vault.play(41, "ttl");
        vault.play(42);
        vault.play(43, "lease_duration", "warnings");
        vault.play(List.of(44, 45, 47, 48, 49, 50));
        vault.play(46, vault.agent(RecordedVault.defaults()));
        vault.useToken(TokenPolicy.READ);
        vault.play(51);
    }

    @Test
    @Plays({52, 53, 54, 55, 56, 57, 58, 59})
    void revokesLeases() throws Exception {
        vault.play(List.of(52, 53, 54, 55, 56, 57, 58, 59));
        assertThat(database.query(Integer.class, "SELECT count(*)::int FROM pg_roles WHERE rolname LIKE 'v-%'"))
                .isZero();
    }

    @Test
    @Plays({60, 61, 62})
    void endsLeases() throws Exception {
        LeaseServer leases = vault.role("oneshot", Duration.ofSeconds(10), Duration.ofMillis(10_900));
        vault.play(60);
        Instant capped = leases.leases().get(0).issuedAt().plusMillis(1500);
        await().until(() -> Instant.now().isAfter(capped));
        vault.play(61, "lease_duration", "warnings");
        leases.revoke(leases.leases().get(0));
        vault.play(62);
    }

    @Test
    @Plays({63, 64, 65})
    void keepsACredentialThatIsRevokedAsynchronously() throws Exception {
        VaultAgent agent = vault.caching();
        vault.play(63, agent);
        vault.play(64, agent);
        vault.play(65, agent);
    }

    @Test
    @Plays({66, 67, 68, 69, 70, 71})
    void evictsByLease() throws Exception {
        for (List<Integer> sequence : List.of(List.of(66, 67, 68), List.of(69, 70, 71))) {
            VaultAgent agent = vault.caching();
            vault.play(sequence, agent);
        }
    }

    @Test
    @Plays({72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87})
    void losesTheWayToACredentialByItsLeaseOnceItIsRenewed() throws Exception {
        VaultAgent agent = vault.caching();
        vault.play(72, agent);
        vault.play(73, agent);
        vault.play(74, agent);
        vault.play(75, "ttl");
        vault.play(76, vault.agent(RecordedVault.defaults()));
        vault.play(77, agent.endpoint(), "ttl");
        vault.play(List.of(78, 79, 80, 81, 82, 83, 84, 85), agent);
        vault.play(86);
        vault.play(87, agent);
    }

    @Test
    @Plays({88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 100})
    void isCleared() throws Exception {
        VaultAgent agent = vault.caching();
        vault.play(List.of(88, 89, 90, 91, 92, 93, 94, 95, 96, 97), agent);
        VaultAgent without = vault.agent(RecordedVault.defaults());
        vault.play(98, without);
        vault.play(100, without);
    }

    @Test
    @Plays({101, 102, 112, 113, 114, 115})
    void showsStaticRoles() throws Exception {
        StaticRole slow = vault.staticRole("slow-static", "static_slow", Duration.ofHours(24));
        VaultAgent agent = vault.caching();
        vault.play(101, agent.endpoint(), "ttl");
        vault.play(102, agent.endpoint(), "ttl");
        vault.play(112, "ttl");
        slow.rotate();
        vault.play(113, "ttl");
        vault.play(114, vault.agent(RecordedVault.defaults()).endpoint(), "ttl");
        vault.play(115);
    }

    @Test
    @Plays({109, 110, 111})
    void rotatesStaticRoles() throws Exception {
        StaticRole role = vault.staticRole("app-static", "static_app", Duration.ofSeconds(1));
        role.holdRotation();
        vault.play(109, "ttl", "rotation_period");
        await().until(() -> role.ttl() == 0);
        vault.play(110, "rotation_period");
        IssuedLease old = role.current();
        role.resumeRotation();
        await().until(() -> !role.current().equals(old));
        vault.play(111, "ttl", "rotation_period");
    }

    @Test
    @Plays({116, 117, 118})
    void keepsALeaseThatItRenewsBeyondItsFirstLength() throws Exception {
        LeaseServer leases = vault.role("short", Duration.ofSeconds(3), Duration.ofSeconds(35));
        VaultAgent agent = vault.caching();
        RawClient.get(
                agent.endpoint(),
                "/v1/database/creds/short",
                Recording.number(116).requestHeaders());
        IssuedLease first = leases.leases().get(0);
        await().until(() -> Instant.now().isAfter(first.expiresAt().plusMillis(200)));
        for (int number : List.of(116, 117, 118)) {
            vault.play(number, agent.endpoint(), "lease_duration");
        }
        assertThat(SqlStates.ofLogin(database, first)).isEqualTo(SqlStates.OK);
    }

    @Test
    @Plays({119, 120, 121, 122, 123})
    void limitsTheRate() throws Exception {
        vault.play(119);
        vault.vault().endpoint().faults().next(1, Fault.rateLimited());
        vault.play(120);
        vault.vault().endpoint().faults().next(1, Fault.rateLimited("19"));
        vault.play(121);
        vault.vault().endpoint().faults().always(Fault.rateLimited("0"));
        vault.play(122, vault.agent(RecordedVault.defaults()));
        vault.play(123, vault.agent(RecordedVault.defaults().withPatience(Duration.ZERO)));
    }

    @Test
    @Plays({126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136})
    void saysThatTheDatabaseIsDown() throws Exception {
        TestDatabase own = TestDatabase.start();
        LeaseServer ending = vault.serveFrom(own);
        vault.stopBeforeALeaseEnds(own);
        vault.play(List.of(126, 127, 128));
        vault.play(129, "ttl"); // a database in a container takes seconds to be found down
        vault.play(130);
        vault.play(131, "ttl");
        vault.play(132, "ttl", "rotation_period");
        vault.play(133, vault.agent(RecordedVault.defaults().withPatience(Duration.ZERO)));
        await().until(() -> Instant.now().isAfter(ending.leases().get(0).expiresAt()));
        vault.play(134);
        vault.play(135);
        vault.play(136, vault.agent(RecordedVault.defaults().withPatience(Duration.ofMillis(300))));
        own.startAgain();
    }

    @Test
    @Plays({138, 139, 140, 141, 142})
    void isSealed() throws Exception {
        vault.replay().issue("database/creds/app-readonly/CCEfimjTuyryTMe2maDnKaOl");
        vault.vault().seal();
        vault.play(138);
        vault.play(139);
        vault.play(140);
        vault.play(141, vault.agent(RecordedVault.defaults().withPatience(Duration.ZERO)));
        vault.play(142, vault.agent(RecordedVault.defaults().withPatience(Duration.ofMillis(300))));
    }

    @Test
    @Plays({143, 144, 145, 146})
    void isDown() throws Exception {
        vault.replay().replace("127.0.0.1:8200", vault.vault().uri().getAuthority());
        VaultAgent agent = vault.agent(
                RecordedVault.defaults().withCache().withSocket(vault.socket()).withPatience(Duration.ofMillis(300)));
        RawClient.get(
                agent.endpoint(),
                "/v1/database/creds/app-readonly",
                Recording.number(144).requestHeaders());
        vault.vault().stop();
        vault.play(143, vault.agent(RecordedVault.defaults().withPatience(Duration.ZERO)));
        vault.play(144, agent);
        vault.playAtSocket(145);
        vault.play(146, agent);
    }
}
