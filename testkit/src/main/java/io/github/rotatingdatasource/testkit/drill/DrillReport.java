package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.drill.Attempts.Attempt;
import io.github.rotatingdatasource.testkit.drill.Timeline.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What came of a load, from the end of its warm-up on. Immutable. No text of it holds a user, a password or a lease of the drill.
 *
 * <p>Each assertion returns the report, or fails with what happened and when.
 */
public final class DrillReport {
    private final List<List<Attempt>> attempts;
    private final Period period;
    private final List<Moment> moments;
    private final Counts counts;

    DrillReport(List<List<Attempt>> attempts, Period period, List<Moment> moments, Counts counts) {
        this.attempts = attempts.stream()
                .map(one -> one.stream()
                        .filter(attempt -> attempt.ended() - period.from() >= 0)
                        .toList())
                .toList();
        this.period = period;
        this.moments = moments;
        this.counts = counts;
    }

    /**
     * When it was, as of {@link System#nanoTime()}.
     *
     * @param from the end of the warm-up
     * @param to the end of the load
     * @param goodSince since when there is a login that works
     */
    record Period(long from, long to, long goodSince) {}

    /**
     * What the database has seen.
     *
     * @param refused how many logins it refused, if its log is known
     * @param peak how many sessions there were at most, if somebody looked
     * @param leftBehind how many sessions were open when the lease of their login ended
     */
    record Counts(OptionalLong refused, OptionalLong peak, long leftBehind) {}

    /** Returns how many requests were sent. */
    public long requests() {
        return all().count();
    }

    /** Returns how many of them failed. */
    public long failed() {
        return all().filter(Attempt::isFailed).count();
    }

    /** Returns how many failures there were of each kind: class, SQLState if there is one, and the message. */
    public Map<String, Long> failures() {
        Map<String, Long> kinds = new TreeMap<>();
        all().map(Attempt::failure).forEach(failure -> {
            if (failure != null) {
                kinds.merge(failure, 1L, Long::sum);
            }
        });
        return kinds;
    }

    /** Returns how many requests failed of the thread that had the most failures. */
    public long mostFailedOfOneThread() {
        return attempts.stream()
                .mapToLong(one -> one.stream().filter(Attempt::isFailed).count())
                .max()
                .orElse(0);
    }

    /** Returns how long the slowest request took, whether it failed or not. */
    public Duration slowest() {
        return Duration.ofNanos(all().mapToLong(Attempt::took).max().orElse(0));
    }

    /** Returns the longest time in which no request of any thread was answered well. */
    public Duration longestStandstill() {
        long last = period.from();
        long longest = 0;
        for (long well : answeredWell()) {
            longest = Math.max(longest, well - last);
            last = well;
        }
        return Duration.ofNanos(Math.max(longest, period.to() - last));
    }

    /**
     * Returns how long after there was a login again that works the requests went well again: all that ended later. Zero if
     * nothing failed from then on, empty if something failed until the end.
     */
    public Optional<Duration> servedAgainAfter() {
        OptionalLong lastFailure = all().filter(Attempt::isFailed)
                .mapToLong(Attempt::ended)
                .filter(ended -> ended - period.goodSince() >= 0)
                .reduce((one, other) -> one - other > 0 ? one : other);
        if (lastFailure.isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        return answeredWell().stream()
                .filter(well -> well - lastFailure.getAsLong() > 0)
                .findFirst()
                .map(well -> Duration.ofNanos(well - period.goodSince()));
    }

    /** Returns how many logins the server refused, as its log says; empty if the database is yours. */
    public OptionalLong refusedLogins() {
        return counts.refused();
    }

    /** Returns how many sessions still used a login when its lease ended: they would have failed, or worked on with a dead one. */
    public long sessionsLeftBehind() {
        return counts.leftBehind();
    }

    /** Returns the most sessions that the application had at one time, looked at every 20 ms; empty if nobody looked. */
    public OptionalLong mostConnections() {
        return counts.peak();
    }

    /** Asserts that every request was answered well. */
    public DrillReport assertNoFailedRequest() {
        return assertFailedAtMost(0);
    }

    /** Asserts that no more than so many requests failed. */
    public DrillReport assertFailedAtMost(long most) {
        return check(
                failed() <= most,
                "wanted " + (most == 0 ? "no" : "at most " + most) + " failed request" + (most > 1 ? "s" : "")
                        + ", found " + failed());
    }

    /** Asserts that no thread had more failures: one for each act that kills sessions is what nobody can avoid. */
    public DrillReport assertFailedAtMostPerThread(long most) {
        long found = mostFailedOfOneThread();
        return check(found <= most, "wanted at most " + most + " failed per thread, found " + found);
    }

    /** Asserts that no request took longer, neither to be answered nor to fail. */
    public DrillReport assertNoRequestSlowerThan(Duration limit) {
        return check(
                slowest().compareTo(limit) <= 0,
                "wanted no request slower than " + Words.of(limit) + ", found " + Words.of(slowest()));
    }

    /** Asserts that all went well again at most so long after there was a login again that works. */
    public DrillReport assertServedAgainWithin(Duration limit) {
        Optional<Duration> after = servedAgainAfter();
        return check(
                after.isPresent() && after.get().compareTo(limit) <= 0,
                "wanted to be served again within " + Words.of(limit) + ", found "
                        + after.map(Words::of).orElse("requests that failed until the end"));
    }

    /** Asserts that no session still used a login when its lease ended. */
    public DrillReport assertNoSessionLeftBehind() {
        return check(
                counts.leftBehind() == 0,
                "wanted no session with the old login when its lease ended, found " + counts.leftBehind());
    }

    /**
     * Asserts that the server refused no more logins.
     *
     * @throws AssertionError also if the database is yours, whose log is not known
     */
    public DrillReport assertRefusedLoginsAtMost(long most) {
        return check(
                isAtMost(counts.refused(), most),
                "wanted at most " + most + " refused logins, found "
                        + number(counts.refused(), "a database whose log is not known"));
    }

    /** Asserts that the application never had more sessions at one time. */
    public DrillReport assertConnectionsAtMost(long most) {
        return check(
                isAtMost(counts.peak(), most),
                "wanted at most " + most + " connections at a time, found "
                        + number(counts.peak(), "nobody who looked"));
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }

    DrillReport check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("the application did not survive the drill: " + otherwise + "\n\n" + this + "\n");
        }
        return this;
    }

    private static boolean isAtMost(OptionalLong found, long most) {
        return found.isPresent() && found.getAsLong() <= most;
    }

    private static String number(OptionalLong found, String otherwise) {
        return found.isPresent() ? String.valueOf(found.getAsLong()) : otherwise;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        timeline().forEach(moment -> lines.add("  " + moment.line(period.from())));
        lines.add("");
        failures().forEach((kind, count) -> lines.add("  " + count + " x " + kind));
        lines.add("  " + requests() + " requests, " + failed() + " failed, the slowest took " + Words.of(slowest())
                + "; longest time without an answer " + Words.of(longestStandstill()));
        if (counts.peak().isPresent()) {
            lines.add("  " + number(counts.refused(), "an unknown number of") + " logins refused, at most "
                    + counts.peak().getAsLong() + " connections at a time, " + counts.leftBehind()
                    + " sessions left behind");
        }
        meaning().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private Stream<String> meaning() {
        return Meaning.of(
                counts.leftBehind(),
                counts.refused().orElse(0),
                servedAgainAfter().isPresent());
    }

    private Stream<Moment> timeline() {
        Comparator<Moment> byTime = (one, other) -> Long.signum(one.nanoTime() - other.nanoTime());
        List<Moment> failed = all().filter(Attempt::isFailed)
                .map(attempt -> new Moment(attempt.ended(), "request: the first failure"))
                .sorted(byTime)
                .toList();
        Stream<Moment> first = failed.stream().limit(1);
        Stream<Moment> last = failed.stream()
                .skip(Math.max(0, failed.size() - 1))
                .map(moment -> new Moment(moment.nanoTime(), "request: the last failure"));
        Stream<Moment> end = Stream.of(new Moment(period.to(), "the load ends"));
        return Stream.of(moments.stream(), first, last, end)
                .flatMap(some -> some)
                .sorted(byTime);
    }

    private Stream<Attempt> all() {
        return attempts.stream().flatMap(List::stream);
    }

    /** Returns when requests were answered well, in order. */
    private List<Long> answeredWell() {
        return all().filter(attempt -> !attempt.isFailed())
                .map(Attempt::ended)
                .sorted((one, other) -> Long.signum(one - other))
                .toList();
    }
}
