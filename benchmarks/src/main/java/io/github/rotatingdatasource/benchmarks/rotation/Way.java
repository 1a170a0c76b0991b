package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A way to change the login of a pool that is in use. */
interface Way extends AutoCloseable {
    /** The ways, in the order in which they are shown. */
    enum Kind {
        /** The data source of this project. */
        ROTATING,
        /** HikariCP with a credentials provider, and soft eviction. */
        PROVIDER,
        /** HikariCP that is given another login, and soft eviction. */
        IN_PLACE,
        /** A second pool, filled before it takes over. */
        SECOND_POOL,
        /** A second pool that takes over at once, and the first one closed. */
        NAIVE,
        /** Agroal with a provider, and a graceful flush. */
        AGROAL,
        /** Tomcat's pool, and purging on return. */
        TOMCAT,
        /** The driver of AWS Secrets Manager under HikariCP. */
        AWS,
        /** No pool. */
        NO_POOL,
        /** No rotation at all. */
        NONE;

        Way open(Rig rig, IssuedLease first, int headroom, Marks marks) throws SQLException {
            return switch (this) {
                case ROTATING -> new RotatingWay(rig, first, headroom, marks);
                case PROVIDER -> new ProviderWay(rig, first, marks);
                case IN_PLACE -> new InPlaceWay(rig, first, marks);
                case SECOND_POOL -> new SecondPoolWay(rig, first, marks);
                case NAIVE -> new NaiveWay(rig, first, marks);
                case AGROAL -> new AgroalWay(rig, first, marks);
                case TOMCAT -> new TomcatWay(rig, first, marks);
                case AWS -> new AwsWay(rig, first);
                case NO_POOL -> new NoPoolWay(rig, first);
                case NONE -> new NoWay(rig, first);
            };
        }

        static String words() {
            return Stream.of(values()).map(Kind::toString).collect(Collectors.joining(","));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Returns what the workers use. */
    DataSource dataSource();

    /**
     * Lets the source have another login without a word to anybody, and returns whether this way has a source that it would ask by
     * itself.
     */
    default boolean offer(IssuedLease next) {
        return false;
    }

    /** Changes the login, and returns when no connection of the one before is open, or some seem to stay. */
    void rotate(IssuedLease next) throws Exception;

    @Override
    void close();
}
