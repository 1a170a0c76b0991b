package io.github.rotatingdatasource.drills;

import io.github.rotatingdatasource.source.AwsAgentSourceBuilder;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.SidecarSourceBuilder;
import io.github.rotatingdatasource.testkit.AgentSettings;
import io.github.rotatingdatasource.testkit.AwsAgent;
import io.github.rotatingdatasource.testkit.Endpoint;
import io.github.rotatingdatasource.testkit.VaultAgent;
import io.github.rotatingdatasource.testkit.VaultApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Something beside the process that a source asks, and how it comes to another login.
 *
 * @param source which asks it
 * @param endpoint what is asked
 * @param address how a message names it
 * @param stopping ends it
 * @param starting starts it again at the same address
 * @param another has it answer with another login from now on, if a read alone does not
 * @param owned what is closed in the end
 */
record Place(
        CredentialSource source,
        Endpoint endpoint,
        String address,
        Runnable stopping,
        Runnable starting,
        Callable<?> another,
        AutoCloseable owned)
        implements AutoCloseable {
    /** How long and how often a source asks. */
    record Patience(Duration timeout, int attempts, Duration mintTimeout) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(5), 3, Duration.ofSeconds(65));
        static final Patience SHORT = new Patience(Duration.ofMillis(300), 2, Duration.ofSeconds(1));

        SidecarSourceBuilder of(SidecarSourceBuilder source) {
            return source.timeout(timeout).attempts(attempts).mintTimeout(mintTimeout);
        }

        AwsAgentSourceBuilder of(AwsAgentSourceBuilder source) {
            return source.timeout(timeout).attempts(attempts);
        }
    }

    /** Returns Vault itself. */
    static Place direct(VaultApi vault, Function<SidecarSourceBuilder, SidecarSourceBuilder> settings) {
        return new Place(
                settings.apply(CredentialSource.sidecarSource(vault.uri())).build(),
                vault.endpoint(),
                vault.uri().toString(),
                vault::stop,
                vault::startAgain,
                () -> null,
                vault);
    }

    /** Returns an agent before Vault, which is asked over its Unix socket if it has one, and logs in again for another login. */
    static Place behind(
            VaultApi vault,
            AgentSettings agentSettings,
            Function<SidecarSourceBuilder, SidecarSourceBuilder> settings) {
        VaultAgent agent = VaultAgent.start(vault, agentSettings);
        Path socket = agentSettings.socket();
        URI address = socket == null ? agent.uri() : URI.create("unix:" + socket);
        return new Place(
                settings.apply(CredentialSource.sidecarSource(address)).build(),
                agent.endpoint(),
                address.toString(),
                agent::stop,
                agent::startAgain,
                () -> {
                    agent.logIn(); // what it has cached was for its former token
                    return null;
                },
                () -> {
                    agent.close();
                    vault.close();
                });
    }

    /** Returns the AWS agent without a cache, whose secret {@code another} writes anew. */
    static Place aws(AwsAgent agent, AwsAgentSourceBuilder settings, Callable<?> another) {
        agent.keepFor(Duration.ZERO);
        return new Place(
                settings.address(agent.uri().toString()).build(),
                agent.endpoint(),
                agent.uri().toString(),
                agent::stop,
                agent::startAgain,
                another,
                agent);
    }

    Place another(Callable<?> another) {
        return new Place(source, endpoint, address, stopping, starting, another, owned);
    }

    Place owning(AutoCloseable more) {
        return new Place(source, endpoint, address, stopping, starting, another, () -> {
            owned.close();
            more.close();
        });
    }

    @Override
    public void close() {
        try {
            owned.close();
        } catch (Exception failure) {
            throw new IllegalStateException("could not close " + source, failure);
        }
    }
}
