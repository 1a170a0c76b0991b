package io.github.rotatingdatasource.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * PostgreSQL in a container, from the image that the environment variable {@code POSTGRES_IMAGE} names.
 *
 * <p>Its port on the host is chosen here and not by Docker, which would choose another one at each start.
 */
final class DockerServer implements Server {
    private static final String DEFAULT_IMAGE = "postgres:18";

    private final PostgreSQLContainer container;

    private DockerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static DockerServer start(Map<String, String> settings) throws IOException {
        PostgreSQLContainer container = new PostgreSQLContainer(image())
                .withUsername(TestDatabase.SUPERUSER)
                .withPassword(RandomText.password());
        container.setPortBindings(List.of(freePort() + ":" + PostgreSQLContainer.POSTGRESQL_PORT));
        container.withCommand(command(settings).toArray(new String[0]));
        container.start();
        return new DockerServer(container);
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }

    private static DockerImageName image() {
        String name = System.getenv().getOrDefault("POSTGRES_IMAGE", DEFAULT_IMAGE);
        return DockerImageName.parse(name).asCompatibleSubstituteFor("postgres");
    }

    private static List<String> command(Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of("postgres", "-c", "fsync=off"));
        command.addAll(List.of("-c", "log_line_prefix=" + LOG_LINE_PREFIX, "-c", "lc_messages=C"));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
