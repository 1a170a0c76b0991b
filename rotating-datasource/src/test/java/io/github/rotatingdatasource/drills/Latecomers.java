package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Drill.load;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.Work;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;

/** A credential that is late: at the source, or at the database. */
final class Latecomers {
    static final Duration LATE = Duration.ofSeconds(3);

    private static final Duration DUE = Duration.ofMillis(2_500);
    private static final Duration LOOK = Duration.ofMillis(20); // into the server's log

    private Latecomers() {}

    /** Gives the drill a rendered file with its first login. */
    static FileRenderer render(Drill drill) throws Exception {
        FileRenderer renderer = FileRenderer.to(
                        Files.createTempDirectory("drill").resolve("db-creds"))
                .withMode("rw-------");
        renderer.render(drill.lease);
        drill.source = DrillSource.over(CredentialSource.file(renderer.file()));
        return renderer;
    }

    /**
     * The password of a static role changes while a pool of four sessions serves three workers, five more come who would need
     * new ones, and the file is rendered 3 s later.
     *
     * @param whileLate until the file was rendered, of all eight workers
     * @param after from then on until a login with the new password was accepted
     * @param latecomers what the five workers came to who came later
     */
    record FileLate(Measured whileLate, Measured after, WorkReport latecomers) {}

    static FileLate passwordChangedFileLate(Drill drill) throws Exception {
        FileRenderer renderer = render(drill);
        drill.threads = 3;
        drill.pool.setMinimumIdle(4);
        drill.start();
        IssuedLease changed = drill.changePassword();
        Mark fault = drill.mark();
        try (Workers more = Workers.start(drill.dataSource(), load(5, Work.shortTransaction()))) {
            Watch.pass(LATE);
            Mark rendered = drill.mark();
            renderer.render(changed);
            Watch.within(
                    drill.contestant.watched(drill.policy.pollLimit().plus(LATE)),
                    LOOK,
                    () -> drill.markAt(rendered.nanoTime()).accepted() > rendered.accepted());
            Mark arrived = drill.mark();
            WorkReport latecomers = more.stop();
            Measured whileLate = drill.measured("password changed, file 3 s late: until the file", fault, rendered);
            Measured after =
                    drill.measured("password changed, file 3 s late: from the file to a login", rendered, arrived);
            return new FileLate(whileLate, after, latecomers);
        }
    }

    /** The source has a credential that the database does not know for 3 s: its password is set later. */
    static Measured notAcceptedYet(Drill drill) throws Exception {
        drill.start();
        IssuedLease next = drill.issue();
        String early = "not-replicated-yet";
        Mark fault = drill.mark();
        drill.source.offers(new Credential(next.username(), early, Lease.unknown()));
        Watch.pass(LATE);
        drill.database.execute("ALTER ROLE \"" + next.username() + "\" PASSWORD '" + early + "'");
        Watch.within(
                drill.contestant.watched(drill.policy.arrivalWindow()),
                LOOK,
                () -> drill.database.acceptedLogins(next.username()) > 0);
        Watch.pass(Duration.ofSeconds(1));
        return drill.measured("newest credential not accepted for 3 s", fault, drill.mark());
    }

    /** The source is gone when the next credential becomes due, and the lease is good for another minute. */
    static Measured sourceGone(Drill drill, Gone gone, Duration watched) throws Exception {
        drill.policy = Drill.QUIET.withRotationPoint(0.75, 0);
        Duration length = Duration.ofMinutes(4);
        Instant due = Instant.now().plus(DUE);
        Lease lease = Lease.firm(due.minus(length.multipliedBy(3).dividedBy(4)), length);
        drill.source.has(new Credential(drill.lease.username(), drill.lease.password(), lease));
        drill.start();
        gone.befall(drill.source);
        Watch.pass(Duration.between(Instant.now(), due));
        Mark fault = drill.mark();
        drill.watch(watched);
        return drill.measured("source " + gone.title + ", lease good for a minute", fault, drill.mark());
    }
}
