package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.source.OfferedCredentials;
import io.github.rotatingdatasource.testkit.KubernetesVolume;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Who has no HTTP client on the class path logs in from wherever there is nobody to ask, and is told what to add for the rest. */
@Tag("database")
class WithoutHttpClientTest {
    private static final List<String> CLIENT = List.of("httpclient5", "httpcore5");

    /** What an application does; loaded by a class loader that has all of the class path but the client. */
    public static final class Application implements Callable<List<String>> {
        private final String url;
        private final Path file;
        private final Path volume;
        private final String username;
        private final String password;

        public Application(String url, Path file, Path volume, String username, String password) {
            this.url = url;
            this.file = file;
            this.volume = volume;
            this.username = username;
            this.password = password;
        }

        @Override
        public List<String> call() throws Exception {
            OfferedCredentials offered = CredentialSource.offered();
            offered.offer(new Credential(username, password, Lease.unknown()));
            List<String> said = new ArrayList<>();
            for (CredentialSource source :
                    List.of(CredentialSource.file(file), CredentialSource.volume(volume), offered)) {
                said.add(user(source));
            }
            said.add(refusal(() -> CredentialSource.sidecarSource(URI.create("http://127.0.0.1:8100"))
                    .databaseRole("app")
                    .build()));
            said.add(refusal(() -> CredentialSource.awsAgentSource("app").build()));
            return said;
        }

        private String user(CredentialSource source) throws SQLException {
            PGSimpleDataSource driver = new PGSimpleDataSource(); // DriverManager looks at the class path as it was
            driver.setURL(url);
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(driver);
            pool.setMaximumPoolSize(1);
            try (RotatingDataSource dataSource = RotatingDataSource.builder()
                            .pool(pool)
                            .source(source)
                            .build();
                    Connection connection = dataSource.getConnection()) {
                return Sql.ask(connection, "SELECT session_user");
            }
        }

        private static String refusal(Callable<CredentialSource> build) throws Exception {
            try {
                return "built " + build.call();
            } catch (IllegalStateException refused) {
                return String.valueOf(refused.getMessage());
            }
        }
    }

    @Test
    void onlyASourceThatAsksNeedsIt() throws Exception {
        try (Rig rig = new Rig();
                URLClassLoader bare = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Path volume = rig.file.resolveSibling("volume");
            KubernetesVolume.at(volume).update(rig.lease);
            String user = rig.lease.username();

            List<String> said = in(bare, rig.database.url(), rig.file, volume, user, rig.lease.password());

            assertThat(said.subList(0, 3)).containsExactly(user, user, user);
            assertThat(said.subList(3, 5))
                    .allMatch(
                            refusal -> refusal.contains(
                                    "needs org.apache.httpcomponents.client5:httpclient5 5.6 or newer, but it is not on the class path"));
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (CLIENT.stream().noneMatch(entry::contains)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    @SuppressWarnings("unchecked")
    private static List<String> in(ClassLoader loader, Object... arguments) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Object application = loader.loadClass(Application.class.getName())
                    .getConstructor(String.class, Path.class, Path.class, String.class, String.class)
                    .newInstance(arguments);
            return ((Callable<List<String>>) application).call();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
