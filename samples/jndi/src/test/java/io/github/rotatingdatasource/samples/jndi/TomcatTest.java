package io.github.rotatingdatasource.samples.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rotatingdatasource.testkit.Demo;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(60)
class TomcatTest {
    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases = LeaseServer.on(database);
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private FileRenderer renderer;
    private IssuedLease first;
    private Tomcat tomcat;

    @BeforeEach
    void start() throws Exception {
        database.createAccountsTable();
        renderer = FileRenderer.to(directory.resolve("db-creds")).withMode("rw-------");
        first = leases.issue();
        renderer.render(first);
        System.setProperty(Demo.URL, database.url()); // context.xml takes a system property as well
        System.setProperty(Demo.FILE, renderer.file().toString());
        tomcat = Main.tomcat(0);
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        leases.close();
        System.clearProperty(Demo.URL);
        System.clearProperty(Demo.FILE);
    }

    @Test
    void servesInEveryGenerationAndLeavesNothingBehind() throws Exception {
        assertThat(answer()).isEqualTo("100 accounts\n");

        IssuedLease second = leases.issue();
        renderer.render(second);
        await().until(() -> {
            assertThat(answer()).isEqualTo("100 accounts\n");
            return database.sessionsOf(second.username()) > 0 && database.sessionsOf(first.username()) == 0;
        });
        assertThat(answer()).isEqualTo("100 accounts\n");

        tomcat.stop();
        await().until(() -> database.sessionsOf("v-%") == 0);
    }

    private String answer() throws Exception {
        URI address = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort());
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
