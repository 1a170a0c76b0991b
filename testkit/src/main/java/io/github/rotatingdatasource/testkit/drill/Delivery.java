package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.AgentSettings;
import io.github.rotatingdatasource.testkit.CredentialTemplate;
import io.github.rotatingdatasource.testkit.Fault;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.VaultAgent;
import io.github.rotatingdatasource.testkit.VaultApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The sidecar: writes the credential file, and once somebody has asked for its address, answers over HTTP as well.
 *
 * <p>Thread-safe: the monitor guards the fields.
 */
final class Delivery implements AutoCloseable {
    private final LeaseServer rendered;
    private final LeaseServer served;
    private final Path directory;
    private final FileRenderer renderer;
    private @Nullable VaultApi vault;
    private @Nullable VaultAgent agent;
    private boolean stopped;

    /**
     * @param rendered makes the logins for the file
     * @param served makes those that the application asks for
     */
    Delivery(LeaseServer rendered, LeaseServer served, CredentialTemplate template) throws IOException {
        this.rendered = rendered;
        this.served = served;
        this.directory = Files.createTempDirectory("rotation-drill");
        this.renderer = FileRenderer.to(directory.resolve("db-creds"))
                .withTemplate(template)
                .withMode("rw-------");
    }

    Path file() {
        return renderer.file();
    }

    synchronized URI address() {
        VaultAgent serving = agent;
        if (serving == null) {
            VaultApi started = VaultApi.start(served);
            vault = started;
            serving = VaultAgent.start(started, AgentSettings.defaults());
            agent = serving;
        }
        return serving.uri();
    }

    synchronized boolean isServing() {
        return agent != null;
    }

    /** Returns what makes the logins that the application uses. */
    synchronized LeaseServer leases() {
        return isServing() ? served : rendered;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void render(IssuedLease lease) throws IOException {
        renderer.render(lease);
    }

    /** Has nothing to answer with until {@link #release()}. */
    synchronized void hold() {
        if (agent != null) {
            agent.endpoint().faults().always("/v1/database", Fault.status(503));
        }
    }

    synchronized void release() {
        if (agent != null) {
            agent.endpoint().faults().clear();
        }
    }

    synchronized void stop() {
        stopped = true;
        if (agent != null) {
            agent.stop();
        }
    }

    synchronized void startAgain() {
        stopped = false;
        if (agent != null) {
            agent.startAgain();
        }
    }

    @Override
    public synchronized void close() throws SQLException, IOException {
        Undoing undoing = new Undoing();
        undoing.add(() -> Files.deleteIfExists(directory));
        undoing.add(() -> Files.deleteIfExists(file()));
        undoing.add(served::close);
        undoing.add(rendered::close);
        if (vault != null) {
            undoing.add(vault::close);
        }
        if (agent != null) {
            undoing.add(agent::close);
        }
        undoing.close();
    }
}
