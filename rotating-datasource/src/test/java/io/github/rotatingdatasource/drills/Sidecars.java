package io.github.rotatingdatasource.drills;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.drills.Place.Patience;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.SidecarSourceBuilder;
import io.github.rotatingdatasource.testkit.AgentSettings;
import io.github.rotatingdatasource.testkit.AwsAgent;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.StaticRole;
import io.github.rotatingdatasource.testkit.TokenPolicy;
import io.github.rotatingdatasource.testkit.VaultApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/** The places that are asked for a login. */
enum Sidecars {
    DIRECT {
        @Override
        Place open(Drill drill, Path directory, Patience patience) throws IOException {
            return direct(VaultApi.start(drill.leases), directory, patience::of);
        }
    },
    AGENT {
        @Override
        Place open(Drill drill, Path directory, Patience patience) {
            return behind(VaultApi.start(drill.leases), AgentSettings.defaults(), patience);
        }
    },
    CACHING_AGENT {
        @Override
        Place open(Drill drill, Path directory, Patience patience) {
            return behind(VaultApi.start(drill.leases), AgentSettings.defaults().withCache(), patience);
        }
    },
    UNIX_SOCKET {
        @Override
        Place open(Drill drill, Path directory, Patience patience) {
            return behind(VaultApi.start(drill.leases), socket(directory), patience);
        }
    },
    STATIC_ROLE {
        @Override
        Place open(Drill drill, Path directory, Patience patience) throws Exception {
            StaticRole role = StaticRole.on(drill.database, "app-static", "drill_static", Duration.ofHours(1));
            return Place.behind(
                            VaultApi.start().with(role),
                            AgentSettings.defaults(),
                            asking -> polled(patience, asking).staticRole(role.name()))
                    .another(role::rotate)
                    .owning(role);
        }
    },
    KV2 {
        @Override
        Place open(Drill drill, Path directory, Patience patience) throws Exception {
            return secret(drill, AgentSettings.defaults(), patience);
        }
    },
    /** A secret again, for what is polled through a socket. */
    KV2_UNIX_SOCKET {
        @Override
        Place open(Drill drill, Path directory, Patience patience) throws Exception {
            return secret(drill, socket(directory), patience);
        }
    },
    AWS {
        @Override
        Place open(Drill drill, Path directory, Patience patience) throws Exception {
            Path token = directory.resolve("awssmatoken");
            AwsAgent agent = AwsAgent.start(token);
            Callable<?> another = () -> {
                agent.put(SECRET, drill.issue(), drill.database);
                return null;
            };
            another.call();
            return Place.aws(
                    agent,
                    patience.of(CredentialSource.awsAgentSource(SECRET))
                            .tokenFile(token)
                            .pollInterval(POLL),
                    another);
        }
    };

    static final String SECRET = "app/db";
    static final String ROLE = RoleSettings.defaults().name();
    static final String CREDS = "/v1/database/creds/" + ROLE;
    static final Duration POLL = Duration.ofMillis(100);

    /** Polls and tries again often, and takes up at once what is new. */
    static final RotationPolicy BRISK = RotationPolicy.defaults()
            .withDistance(Duration.ZERO)
            .withPoll(POLL, Duration.ZERO)
            .withRetries(Duration.ofMillis(50), Duration.ofMillis(200));

    /** Opens one with a login in it. */
    abstract Place open(Drill drill, Path directory, Patience patience) throws Exception;

    /** Returns Vault itself, which is asked with the token in a file. */
    static Place direct(VaultApi vault, Path directory, Settings settings) throws IOException {
        Path token = Files.createTempFile(directory, "token", "");
        Files.writeString(token, vault.newToken(TokenPolicy.REVOKE) + "\n");
        return Place.direct(
                vault, asking -> settings.of(asking).databaseRole(ROLE).tokenFile(token));
    }

    /** Returns an agent that is asked for a database role. */
    static Place behind(VaultApi vault, AgentSettings agent, Patience patience) {
        return Place.behind(vault, agent, asking -> patience.of(asking).databaseRole(ROLE));
    }

    static AgentSettings socket(Path directory) {
        return AgentSettings.defaults().withSocket(directory.resolve("agent.sock"));
    }

    private static Place secret(Drill drill, AgentSettings agent, Patience patience) throws Exception {
        VaultApi vault = VaultApi.start();
        Callable<?> another = () -> vault.withSecret(SECRET, pair(drill.issue()));
        another.call();
        return Place.behind(vault, agent, asking -> polled(patience, asking).kv2(SECRET))
                .another(another);
    }

    private static SidecarSourceBuilder polled(Patience patience, SidecarSourceBuilder asking) {
        return patience.of(asking).pollInterval(POLL);
    }

    private static Map<String, String> pair(IssuedLease login) {
        return Map.of("username", login.username(), "password", login.password());
    }

    /** Gives the drill this place's source. */
    static Place use(Place place, Drill drill) {
        drill.source = DrillSource.over(place.source());
        drill.policy = BRISK;
        return place;
    }

    /** Has the place give another login, and waits until it serves. */
    static void rotate(Drill drill, Place place) throws Exception {
        long before = drill.count(Rotated.class);
        place.another().call();
        if (!drill.source.isCheap()) {
            drill.rotateNow();
        }
        Watch.until("it rotates", () -> drill.count(Rotated.class) > before);
    }

    /** What a source is set to. */
    interface Settings {
        SidecarSourceBuilder of(SidecarSourceBuilder source);
    }
}
