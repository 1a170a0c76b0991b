package io.github.rotatingdatasource.samples.dropwizard;

import static io.dropwizard.testing.ConfigOverride.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.testing.DropwizardTestSupport;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(60)
class BankApplicationTest {
    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases = LeaseServer.on(database);
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private FileRenderer renderer;
    private DropwizardTestSupport<BankConfiguration> application;

    @BeforeEach
    void start() throws Exception {
        database.createAccountsTable();
        renderer = FileRenderer.to(directory.resolve("db-creds")).withMode("rw-------");
        renderer.render(leases.issue());
        application = new DropwizardTestSupport<>(
                BankApplication.class,
                "config.yml",
                new FileConfigurationSourceProvider(), // without the environment, which has no such variables
                config("database.url", database.url()),
                config("database.credentialFile", renderer.file().toString()),
                config("server.applicationConnectors[0].port", "0"),
                config("server.adminConnectors[0].port", "0"));
        application.before();
    }

    @AfterEach
    void stop() {
        application.after();
        leases.close();
    }

    @Test
    void answersInEveryGenerationAndLeavesNothingBehind() throws Exception {
        assertThat(account(1)).isEqualTo("{\"id\":1,\"balance\":0}");

        renderer.render(leases.issue());
        await().until(() -> {
            assertThat(account(1)).isEqualTo("{\"id\":1,\"balance\":0}");
            return health().body().contains("\"generation\":2");
        });
        assertThat(health().statusCode()).isEqualTo(200);
        assertThat(get(application.getAdminPort(), "/metrics").body()).contains("\"app.pool.TotalConnections\"");

        application.after();
        await().until(() -> database.sessionsOf("v-%") == 0);
    }

    @Test
    void isUnhealthyWithoutALoginUntilThereIsOne() throws Exception {
        leases.revokeAndKill(leases.leases().get(0));
        await().until(() -> health().body().contains("\"app-login\":{\"healthy\":false"));
        assertThat(health().statusCode()).isEqualTo(500);

        renderer.render(leases.issue());

        await().until(() -> health().statusCode() == 200);
        assertThat(account(2)).isEqualTo("{\"id\":2,\"balance\":0}");
    }

    private String account(int id) throws Exception {
        return get(application.getLocalPort(), "/accounts/" + id).body();
    }

    private HttpResponse<String> health() throws Exception {
        return get(application.getAdminPort(), "/healthcheck");
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        URI address = URI.create("http://localhost:" + port + path);
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
