package io.github.rotatingdatasource;

import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A place beside the source from which a login could come, with one in it that works: that of a superuser. */
enum OtherLogin {
    URL_PARAMETERS(Reader.REFUSED) {
        @Override
        Surroundings with(Login login) {
            return Surroundings.of(login.url() + "?user=" + login.user() + "&password=" + login.password());
        }
    },
    POOL_USERNAME(Reader.REFUSED) {
        @Override
        Surroundings with(Login login) throws IOException {
            return Surroundings.of(login.url()).with("hikaricp.configurationFile", login.file("""
                    username=%s
                    password=%s
                    """));
        }
    },
    DATA_SOURCE_PROPERTIES(Reader.REFUSED) {
        @Override
        Surroundings with(Login login) throws IOException {
            return Surroundings.of(login.url()).with("hikaricp.configurationFile", login.file("""
                    dataSource.user=%s
                    dataSource.password=%s
                    """));
        }
    },
    DATA_SOURCE_OBJECT(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) {
            return Surroundings.of(login.url())
                    .with(LoginProbe.OWN_USER, login.user())
                    .with(LoginProbe.OWN_PASSWORD, login.password());
        }
    },
    OPERATING_SYSTEM_USER(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) {
            return Surroundings.of(login.url()).with("user.name", login.trusted());
        }
    },
    PASSWORD_FILE_BY_ENVIRONMENT(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            return Surroundings.of(login.url())
                    .with("user.name", login.user())
                    .withEnvironment("PGPASSFILE", login.passwordFile().toString());
        }
    },
    PASSWORD_FILE_BY_PROPERTY(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            return Surroundings.of(login.url())
                    .with("user.name", login.user())
                    .with("org.postgresql.pgpassfile", login.passwordFile().toString());
        }
    },
    PASSWORD_FILE_AT_HOME(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            Files.move(login.passwordFile(), login.directory().resolve(".pgpass"));
            return Surroundings.of(login.url())
                    .with("user.name", login.user())
                    .with("user.home", login.directory().toString());
        }
    },
    SERVICE_BY_ENVIRONMENT(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            return Surroundings.of(login.url() + "?service=other")
                    .withEnvironment("PGSERVICEFILE", login.serviceFile().toString());
        }
    },
    SERVICE_BY_PROPERTY(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            return Surroundings.of(login.url() + "?service=other")
                    .with("org.postgresql.pgservicefile", login.serviceFile().toString());
        }
    },
    SERVICE_IN_THE_SYSTEM_DIRECTORY(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            Files.move(login.serviceFile(), login.directory().resolve("pg_service.conf"));
            return Surroundings.of(login.url() + "?service=other")
                    .withEnvironment("PGSYSCONFDIR", login.directory().toString());
        }
    },
    SERVICE_AT_HOME(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            Files.move(login.serviceFile(), login.directory().resolve(".pg_service.conf"));
            return Surroundings.of(login.url() + "?service=other")
                    .with("user.home", login.directory().toString());
        }
    },
    DEFAULTS_ON_THE_CLASS_PATH(Reader.DRIVER) {
        @Override
        Surroundings with(Login login) throws IOException {
            Path defaults = login.directory().resolve("org/postgresql/driverconfig.properties");
            Files.createDirectories(login.directory().resolve("org/postgresql"));
            Files.writeString(defaults, "user=%s\npassword=%s\n".formatted(login.user(), login.password()));
            return Surroundings.of(login.url()).withClassPath(login.directory());
        }
    },
    /** pgjdbc reads none of these, but psql and other drivers do, and so may the next version. */
    LIBPQ_ENVIRONMENT(Reader.NOBODY) {
        @Override
        Surroundings with(Login login) throws IOException {
            return Surroundings.of(login.url())
                    .withEnvironment("PGUSER", login.user())
                    .withEnvironment("PGPASSWORD", login.password())
                    .withEnvironment("PGSERVICE", "other")
                    .withEnvironment("PGSERVICEFILE", login.serviceFile().toString());
        }
    };

    /** Who takes a login from there. */
    enum Reader {
        /** The driver or HikariCP, and {@code build()} refuses the setting. */
        REFUSED,
        /** The driver, if it is given no login. */
        DRIVER,
        /** Not this driver. */
        NOBODY
    }

    final Reader reader;

    OtherLogin(Reader reader) {
        this.reader = reader;
    }

    /** Puts the login there, and returns what a JVM must be started with to find it. */
    abstract Surroundings with(Login login) throws IOException;

    /** A superuser with a password, another whom the server trusts without one, and a directory for files. */
    record Login(TestDatabase database, String user, String password, String trusted, Path directory) {
        String url() {
            return database.url();
        }

        /** Returns a file with user and password in the two places of {@code text}. */
        String file(String text) throws IOException {
            return Files.writeString(directory.resolve("settings"), text.formatted(user, password))
                    .toString();
        }

        Path passwordFile() throws IOException {
            return Files.writeString(directory.resolve("passwords"), "*:*:*:" + user + ":" + password + "\n");
        }

        Path serviceFile() throws IOException {
            return Files.writeString(
                    directory.resolve("services"), "[other]\nuser=%s\npassword=%s\n".formatted(user, password));
        }
    }

    /** What a JVM is started with. */
    record Surroundings(String url, Map<String, String> properties, Map<String, String> environment, List<Path> more) {
        static Surroundings of(String url) {
            return new Surroundings(url, Map.of(), Map.of(), List.of());
        }

        Surroundings with(String property, String value) {
            return new Surroundings(url, plus(properties, property, value), environment, more);
        }

        Surroundings withEnvironment(String variable, String value) {
            return new Surroundings(url, properties, plus(environment, variable, value), more);
        }

        Surroundings withClassPath(Path directory) {
            return new Surroundings(url, properties, environment, List.of(directory));
        }

        private static Map<String, String> plus(Map<String, String> map, String key, String value) {
            Map<String, String> more = new HashMap<>(map);
            more.put(key, value);
            return Map.copyOf(more);
        }
    }
}
