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
     * @param recoveries one for each act after which there was a login that works, in order
     */
    record Period(long from, long to, List<Recovery> recoveries) {}

    /**
     * The time after an act in which nothing should fail any more.
     *
     * @param goodSince since when there is a login that works
     * @param until when the next act began, or the load ended
     */
    record Recovery(long goodSince, long until) {}

    /**
     * What the database has seen.
     *
     * @param refused how many logins it refused, if its log is known
     * @param peak how many sessions there were at most, if somebody looked
     * @param leftBehind how many sessions were open when the lease of their login ended
     * @param notMoved after how many acts the application was not with the next login in time
     */
    record Counts(OptionalLong refused, OptionalLong peak, long leftBehind, long notMoved) {}

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
     * Returns how long after there was a login again that works the requests went well again: until the first good answer to a
     * request that was sent since, and after which nothing failed. If there were several acts, it is the longest of these times;
     * each act's failures are those before the next one.
     *
     * @return empty if after one of the acts nothing was answered well any more, or if there was no login that works
     */
    public Optional<Duration> servedAgainAfter() {
        List<Optional<Duration>> each =
                period.recoveries().stream().map(this::servedAgainAfter).toList();
        return each.stream().allMatch(Optional::isPresent)
                ? each.stream().flatMap(Optional::stream).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    private Optional<Duration> servedAgainAfter(Recovery recovery) {
        long since = recovery.goodSince();
        long lastFailure = all().filter(Attempt::isFailed)
                .mapToLong(failed -> failed.ended() - since)
                .filter(ended -> ended >= 0 && ended < recovery.until() - since)
                .max()
                .orElse(0);
        return all().filter(attempt -> !attempt.isFailed() && attempt.asked() - since >= 0)
                .map(well -> well.ended() - since)
                .filter(ended -> ended >= lastFailure)
                .min(Comparator.naturalOrder())
                .map(Duration::ofNanos);
    }

    /** Returns how many logins the server refused, as its log says; empty if the database is yours. */
    public OptionalLong refusedLogins() {
        return counts.refused();
    }

    /**
     * Returns how many sessions still used a login when its lease ended: they would have failed, or worked on with a dead one.
     * Leases that end by themselves, over HTTP, are looked at every 20 ms.
     */
    public long sessionsLeftBehind() {
        return counts.leftBehind();
    }

    /**
     * Returns after how many acts the application had no session with the next login, or still one with the old, when the overlap
     * was over. An overlap of zero leaves no time, so nothing is counted then.
     */
    public long notMoved() {
        return counts.notMoved();
    }

    /**
     * Returns the most sessions that the application had at one time, looked at every 20 ms; empty if nobody looked. The server shows a
     * session for a moment after its client has closed it.
     */
    public OptionalLong mostConnections() {
        return counts.peak();
    }

    /** Asserts that every request was answered well, and {@link #assertMoved()}. */
    public DrillReport assertNoFailedRequest() {
        return assertFailedAtMost(0);
    }

    /** Asserts that no more than so many requests failed, and {@link #assertMoved()}. */
    public DrillReport assertFailedAtMost(long most) {
        return check(
                        failed() <= most,
                        "wanted " + (most == 0 ? "no" : "at most " + most) + " failed request" + (most > 1 ? "s" : "")
                                + ", found " + failed())
                .assertMoved();
    }

    /**
     * Asserts that no thread had more failures, and {@link #assertMoved()}. One failure for each act that kills sessions is what
     * nobody can avoid.
     */
    public DrillReport assertFailedAtMostPerThread(long most) {
        long found = mostFailedOfOneThread();
        return check(found <= most, "wanted at most " + most + " failed per thread, found " + found)
                .assertMoved();
    }

    /**
     * Asserts that after each act the application had sessions with the next login in time, and none with the old one. If it has
     * not, good answers prove little: those requests need another login than the drill's.
     */
    public DrillReport assertMoved() {
        return check(
                counts.notMoved() == 0,
                "wanted all sessions with the next login after each act, found " + counts.notMoved()
                        + " acts after which they were not");
    }

    /** Asserts that no request took longer, neither to be answered nor to fail. */
    public DrillReport assertNoRequestSlowerThan(Duration limit) {
        return check(
                slowest().compareTo(limit) <= 0,
                "wanted no request slower than " + Words.of(limit) + ", found " + Words.of(slowest()));
    }

    /**
     * Asserts that all went well again at most so long after there was a login again that works, see {@link #servedAgainAfter()},
     * and {@link #assertMoved()}. The answer takes its time, so the limit must not be zero.
     */
    public DrillReport assertServedAgainWithin(Duration limit) {
        Optional<Duration> after = servedAgainAfter();
        return check(
                        after.isPresent() && after.get().compareTo(limit) <= 0,
                        "wanted to be served again within " + Words.of(limit) + ", found "
                                + after.map(Words::of).orElse(neverServed()))
                .assertMoved();
    }

    private String neverServed() {
        if (period.recoveries().isEmpty()) {
            return "no login that works";
        }
        return failed() > 0 ? "requests that failed until the end" : "nothing that was answered since";
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
        boolean isLost = failed() > 0 && servedAgainAfter().isEmpty();
        return Meaning.of(counts, isLost);
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
