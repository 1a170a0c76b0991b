package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.testkit.drill.Attempts.Attempt;
import io.github.rotatingdatasource.testkit.drill.DrillReport.Counts;
import io.github.rotatingdatasource.testkit.drill.DrillReport.Period;
import io.github.rotatingdatasource.testkit.drill.DrillReport.Recovery;
import io.github.rotatingdatasource.testkit.drill.Timeline.Moment;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A load from 0 to 1,000 ms, and a login that works from 400 ms on. */
class DrillReportTest {
    private static final String REFUSED = "PSQLException 28P01: refused";

    private static long ms(long time) {
        return TimeUnit.MILLISECONDS.toNanos(time);
    }

    private static Attempt well(long asked, long ended) {
        return new Attempt(ms(asked), ms(ended), null);
    }

    private static Attempt failed(long asked, long ended) {
        return new Attempt(ms(asked), ms(ended), REFUSED);
    }

    private static DrillReport report(List<Attempt> thread) {
        return report(thread, List.of());
    }

    private static DrillReport report(List<Attempt> one, List<Attempt> other) {
        return report(new Counts(OptionalLong.of(2), OptionalLong.of(7), 0, 0), List.of(one, other));
    }

    private static DrillReport report(Counts counts, List<List<Attempt>> threads) {
        return report(counts, threads, new Recovery(ms(400), ms(1_000)));
    }

    private static DrillReport report(Counts counts, List<List<Attempt>> threads, Recovery... recoveries) {
        Period period = new Period(0, ms(1_000), List.of(recoveries));
        return new DrillReport(threads, period, List.of(new Moment(ms(300), "revoke")), counts);
    }

    /** Two acts, after which a login works from 200 ms, and from 600 ms on. */
    private static DrillReport ofTwoActs(Attempt... thread) {
        Counts counts = new Counts(OptionalLong.empty(), OptionalLong.empty(), 0, 0);
        return report(
                counts, List.of(List.of(thread)), new Recovery(ms(200), ms(500)), new Recovery(ms(600), ms(1_000)));
    }

    @Test
    void countsWhatEndedAfterTheWarmUp() {
        DrillReport report = report(List.of(failed(-20, -10), well(-10, 10)), List.of(failed(310, 320)));

        assertThat(report.requests()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.failures()).containsOnlyKeys(REFUSED);
    }

    @Test
    void isServedAgainWhenTheLastFailureIsOver() {
        DrillReport report = report(
                List.of(failed(300, 410), well(420, 450)), List.of(well(400, 430), failed(440, 460), well(470, 500)));

        assertThat(report.servedAgainAfter()).contains(Duration.ofMillis(100));
        report.assertServedAgainWithin(Duration.ofMillis(100));
    }

    @Test
    void isServedByTheFirstAnswerToWhatIsAskedSinceThereIsALogin() {
        assertThat(report(List.of(failed(300, 399), well(399, 450), well(500, 600)))
                        .servedAgainAfter())
                .contains(Duration.ofMillis(200));
    }

    @Test
    void isNotServedAgainIfNothingIsAskedSinceThereIsALogin() {
        DrillReport report = report(List.of(well(300, 390), well(399, 900)));

        assertThat(report.servedAgainAfter()).isEmpty();
        assertThatThrownBy(() -> report.assertServedAgainWithin(Duration.ofHours(1)))
                .hasMessageContaining("within 3600.0 s, found nothing that was answered since")
                .hasMessageNotContaining("failures until the end");
    }

    @Test
    void isNotServedAgainWithoutALoginThatWorks() {
        Counts counts = new Counts(OptionalLong.of(2), OptionalLong.of(7), 0, 0);
        DrillReport report = report(counts, List.of(List.of(well(300, 390))), new Recovery[0]);

        assertThatThrownBy(() -> report.assertServedAgainWithin(Duration.ofHours(1)))
                .hasMessageContaining("found no login that works");
    }

    @Test
    void isServedAsLateAsAfterTheWorstOfItsActs() {
        DrillReport report = ofTwoActs(failed(190, 320), well(330, 350), failed(510, 590), well(600, 610));

        assertThat(report.servedAgainAfter()).contains(Duration.ofMillis(150));
        assertThatThrownBy(() -> report.assertServedAgainWithin(Duration.ofMillis(149)))
                .hasMessageContaining("within 149 ms, found 150 ms");
    }

    @Test
    void takesFailuresOfTheNextActForWhatTheyAre() {
        assertThat(ofTwoActs(well(200, 210), failed(450, 590), well(600, 620)).servedAgainAfter())
                .contains(Duration.ofMillis(20));
    }

    @Test
    void isNotServedAgainIfOnlyOneOfItsActsWasAnswered() {
        assertThat(ofTwoActs(well(200, 210), failed(590, 700)).servedAgainAfter())
                .isEmpty();
    }

    @Test
    void doesNotSurviveIfItNeverTookTheNextLogin() {
        Counts counts = new Counts(OptionalLong.of(0), OptionalLong.of(7), 0, 2);
        DrillReport report = report(counts, List.of(List.of(well(400, 410))));

        assertThat(report.notMoved()).isEqualTo(2);
        assertThat(Stream.<ThrowingCallable>of(
                        report::assertNoFailedRequest,
                        report::assertMoved,
                        () -> report.assertFailedAtMost(9),
                        () -> report.assertFailedAtMostPerThread(9),
                        () -> report.assertServedAgainWithin(Duration.ofHours(1))))
                .allSatisfy(each ->
                        assertThatThrownBy(each).hasMessageContainingAll("found 2 acts after which", "not moved: "));
    }

    @Test
    void isNeverServedAgainIfTheLastOneFailed() {
        DrillReport report = report(List.of(well(400, 500), failed(500, 600)));

        assertThat(report.servedAgainAfter()).isEmpty();
        assertThatThrownBy(() -> report.assertServedAgainWithin(Duration.ofHours(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("found requests that failed until the end");
    }

    @Test
    void measuresTheLongestStandstillToTheEnd() {
        assertThat(report(List.of(well(0, 100), well(100, 300))).longestStandstill())
                .isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void countsFailuresOfTheUnluckiestThread() {
        DrillReport report = report(List.of(failed(0, 1), failed(2, 3)), List.of(failed(0, 1)));

        assertThat(report.mostFailedOfOneThread()).isEqualTo(2);
        report.assertFailedAtMostPerThread(2).assertFailedAtMost(3);
        assertThatThrownBy(() -> report.assertFailedAtMostPerThread(1))
                .hasMessageContaining("at most 1 failed per thread, found 2");
        assertThatThrownBy(() -> report.assertFailedAtMost(2))
                .hasMessageContaining("at most 2 failed requests, found 3");
    }

    @Test
    void aFailedRequestMayBeTheSlowest() {
        DrillReport report = report(List.of(well(0, 10), failed(10, 500)));

        report.assertNoRequestSlowerThan(Duration.ofMillis(490));
        assertThatThrownBy(() -> report.assertNoRequestSlowerThan(Duration.ofMillis(489)))
                .hasMessageContaining("wanted no request slower than 489 ms, found 490 ms");
    }

    @Test
    void doesNotTakeForGoodWhatNobodyCounted() {
        DrillReport report =
                report(new Counts(OptionalLong.empty(), OptionalLong.empty(), 0, 0), List.of(List.of(well(0, 10))));

        assertThatThrownBy(() -> report.assertRefusedLoginsAtMost(100)).hasMessageContaining("log is not known");
        assertThatThrownBy(() -> report.assertConnectionsAtMost(100)).hasMessageContaining("nobody who looked");
    }

    @Test
    void assertsWhatTheDatabaseHasSeen() {
        DrillReport report =
                report(new Counts(OptionalLong.of(11), OptionalLong.of(7), 3, 0), List.of(List.of(well(0, 10))));

        report.assertRefusedLoginsAtMost(11).assertConnectionsAtMost(7);
        assertThatThrownBy(() -> report.assertRefusedLoginsAtMost(10)).hasMessageContaining("found 11");
        assertThatThrownBy(() -> report.assertConnectionsAtMost(6)).hasMessageContaining("found 7");
        assertThatThrownBy(report::assertNoSessionLeftBehind).hasMessageContaining("found 3");
    }

    @Test
    void tellsInTheOrderOfTime() {
        assertThatThrownBy(() ->
                        report(List.of(failed(300, 320), failed(330, 350))).assertNoFailedRequest())
                .hasMessageContainingAll("wanted no failed request, found 2", "2 x " + REFUSED)
                .satisfies(failure -> assertThat(failure.getMessage().lines())
                        .containsSubsequence(
                                "    0.300 s  revoke",
                                "    0.320 s  request: the first failure",
                                "    0.350 s  request: the last failure",
                                "    1.000 s  the load ends"));
    }
}
