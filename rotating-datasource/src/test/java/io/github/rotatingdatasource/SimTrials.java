package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Checks how often a refused credential is tried again, and the source asked. */
final class SimTrials {
    private static final int READS = 300;
    private static final Duration WHILE = Duration.ofSeconds(20);

    private final Simulation run;
    private final Map<String, Trial> byLogin = new HashMap<>();
    private final Deque<Instant> reads = new ArrayDeque<>();
    private String lastAccepted = "";
    private int demands;

    /** What came of the trials of one login. */
    private static final class Trial {
        private int refusals;
        private boolean refusedInService;
        private Instant notBefore = Instant.MIN;
        private int demands;
    }

    SimTrials(Simulation run) {
        this.run = run;
    }

    /** Somebody asks for a rotation, which may try at once what was refused. */
    void demand() {
        demands++;
    }

    void read() {
        Instant now = run.world.time();
        reads.add(now);
        while (reads.getFirst().isBefore(now.minus(WHILE))) {
            reads.removeFirst();
        }
        check(reads.size() < READS, "9: the source is asked more than %s times in %s", READS, WHILE);
    }

    void begin(Candidate candidate, boolean forbidden) {
        Generation inUse = run.rotator.snapshot().current();
        boolean needsToken =
                inUse != null && candidate.isPlanned() && inUse.origin().hasTokenLike(candidate.credential());
        check(!needsToken || inUse.isRefused() || inUse.isRetired(), "1: a pool gives way to a newer token");
        String user = loginOf(candidate);
        Trial trial = trialOf(candidate);
        Instant now = run.world.clock();
        boolean demanded = trial.demands < demands;
        check(
                !now.isBefore(trial.notBefore) || demanded,
                "10: %s, refused %s times, is tried again, %s too early",
                user,
                trial.refusals,
                Duration.between(now, trial.notBefore));
        boolean fails = run.rotator.published().checkout() instanceof Checkout.Unavailable;
        check(!(forbidden && fails), "8: a trial, which an operator forbids");
    }

    /** What was refused before is forgotten with a login that works: it has an arrival window if it comes back. */
    void accepted(Candidate candidate) {
        String user = loginOf(candidate);
        Trial trial = trialOf(candidate);
        Generation current = run.rotator.snapshot().current();
        lastAccepted = user;
        byLogin.clear();
        if (current != null && !current.isRetired()) { // it may yet be refused while it takes over
            trial.refusedInService = false;
            trial.notBefore = Instant.MIN;
            byLogin.put(user, trial);
        }
    }

    /** The login that was accepted last serves: it has arrived, and may be refused as others that worked. */
    void serves() {
        Trial trial = byLogin.get(lastAccepted);
        if (trial != null) {
            trial.refusals = 0;
        }
    }

    void refused(Candidate candidate) {
        RotationPolicy policy = run.settings.policy();
        Trial trial = trialOf(candidate);
        trial.refusals++;
        trial.demands = demands;
        Generation current = run.rotator.snapshot().current();
        boolean isDead = current != null && current.hasSameLoginAs(candidate.credential());
        Duration arriving = // a refusal while it was taking over counts as one, too
                Times.least(policy.trialAfter(trial.refusals), policy.trialAfter(trial.refusals + 1));
        Duration wait = isDead ? policy.halfOpenAfter(trial.refusals) : arriving;
        trial.notBefore = run.world.clock().plus(wait);
    }

    /** The login of a generation in service is refused: it worked, so it has no arrival window. */
    void refusedInService(Candidate candidate) {
        Trial trial = trialOf(candidate);
        if (!trial.refusedInService) {
            trial.refusedInService = true;
            trial.notBefore = run.world.clock().plus(run.settings.policy().halfOpenWait());
        }
    }

    private Trial trialOf(Candidate candidate) {
        return byLogin.computeIfAbsent(loginOf(candidate), any -> new Trial());
    }

    /** Each token of a user is a login of its own. */
    private static String loginOf(Candidate candidate) {
        return candidate.credential().username() + " with "
                + candidate.credential().password();
    }
}
