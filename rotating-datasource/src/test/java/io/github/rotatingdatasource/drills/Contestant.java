package io.github.rotatingdatasource.drills;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** One way to get at the database. */
interface Contestant {
    /** Returns its name, which is the name of the file of its figures too. */
    String name();

    /** Returns a data source for this drill, which closes it if it can be closed. */
    DataSource open(Drill drill) throws Exception;

    /** Returns how long it is watched, if ours is watched for {@code length}. */
    Duration watched(Duration length);

    /** The library. */
    Contestant OURS = new Contestant() {
        @Override
        public String name() {
            return "ours";
        }

        @Override
        public DataSource open(Drill drill) throws Exception {
            return RotatingDataSource.builder()
                    .pool(drill.pool)
                    .source(drill.source)
                    .policy(drill.policy)
                    .listener((name, event) -> drill.tell(event))
                    .build();
        }

        @Override
        public Duration watched(Duration length) {
            return length;
        }
    };

    /** HikariCP with the login that was good when it started. */
    Contestant BARE = new Rival("bare") {
        @Override
        void login(HikariConfig pool, Drill drill) throws Exception {
            Credential first = drill.source.read();
            pool.setUsername(first.username());
            pool.setPassword(first.password());
        }
    };

    /** Returns HikariCP with a credentials provider, which came with HikariCP 7.1. */
    static Optional<Contestant> withProvider() {
        try {
            Class.forName("com.zaxxer.hikari.HikariCredentialsProvider");
            return Optional.of(new WithProvider());
        } catch (ClassNotFoundException older) {
            return Optional.empty();
        }
    }

    /** A pool of HikariCP's own. */
    abstract class Rival implements Contestant {
        private static final Duration WATCHED = Duration.ofSeconds(10);

        private final String name;

        Rival(String name) {
            this.name = name;
        }

        abstract void login(HikariConfig pool, Drill drill) throws Exception;

        @Override
        public String name() {
            return name;
        }

        @Override
        public DataSource open(Drill drill) throws Exception {
            login(drill.pool, drill);
            return new HikariDataSource(drill.pool);
        }

        @Override
        public Duration watched(Duration length) {
            return length.compareTo(WATCHED) > 0 ? length : WATCHED;
        }
    }
}
