package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.CredentialTemplate;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a {@link Drill} is made of.
 *
 * @param database what gives the database, once, when the drill starts; empty for an embedded PostgreSQL of the drill's own
 * @param role what logins are made of; the drill adds membership of the group that may use its owner's tables
 * @param template what the credential file looks like
 * @param overlap how long a replaced login stays good at most; it ends as soon as the application has moved to the next one
 * @param setUp SQL statements that make your tables, run one by one as their owner before the first login is made
 */
public record DrillSettings(
        Optional<Supplier<TestDatabase>> database,
        RoleSettings role,
        CredentialTemplate template,
        Duration overlap,
        List<String> setUp) {
    private static final DrillSettings DEFAULTS = new DrillSettings(
            Optional.empty(),
            RoleSettings.defaults().withName("drill"),
            CredentialTemplate.corrected(),
            Duration.ofSeconds(15),
            List.of());

    /** Checks that the overlap is a length. */
    public DrillSettings {
        if (overlap.isNegative()) {
            throw new IllegalArgumentException("overlap must not be negative, but is " + overlap);
        }
        setUp = List.copyOf(setUp);
    }

    /** Returns an embedded PostgreSQL without tables, leases of one hour, lines of {@code KEY=value}, and an overlap of 15 s. */
    public static DrillSettings defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these settings with a database of yours, for instance {@code () -> TestDatabase.at(container.getJdbcUrl(), ...)}.
     * It is yours to stop.
     */
    public DrillSettings withDatabase(Supplier<TestDatabase> yours) {
        return new DrillSettings(Optional.of(yours), role, template, overlap, setUp);
    }

    /** Returns these settings with other logins. */
    public DrillSettings withRole(RoleSettings another) {
        return new DrillSettings(database, another, template, overlap, setUp);
    }

    /** Returns these settings with leases that last so long, as the file and the sidecar tell the application. */
    public DrillSettings withLease(Duration length) {
        return withRole(role.withTtl(length));
    }

    /** Returns these settings with another form of the credential file. */
    public DrillSettings withTemplate(CredentialTemplate another) {
        return new DrillSettings(database, role, another, overlap, setUp);
    }

    /** Returns these settings with another overlap. */
    public DrillSettings withOverlap(Duration another) {
        return new DrillSettings(database, role, template, another, setUp);
    }

    /** Returns these settings with the statements that make your tables. */
    public DrillSettings withSetUp(String... statements) {
        return new DrillSettings(database, role, template, overlap, List.of(statements));
    }
}
