package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Drill.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.SourceFailed;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that does what no source should: the loop lives, and rotates when there is something good again. */
@Tag("database")
class SourcesTest {
    /** Looks often, and takes up at once what it finds. */
    static final RotationPolicy POLLING =
            RotationPolicy.defaults().withDistance(Duration.ZERO).withPoll(Duration.ofMillis(100), Duration.ZERO);

    private static final Duration READ_LIMIT = Duration.ofSeconds(5);

    /** A record that has when something began prints it like this. */
    private static final String SINCE = "(?i).*since=\\d{4}-\\d\\d-\\d\\dT.*";

    private String status;

    /** What the source does. */
    enum Misbehaviour {
        RUNTIME_EXCEPTION,
        STACK_OVERFLOW,
        OUT_OF_MEMORY,
        NULL,
        HANGS;

        void befall(DrillSource source) {
            switch (this) {
                case RUNTIME_EXCEPTION -> source.throwing(new IllegalStateException("on purpose"));
                case STACK_OVERFLOW -> source.throwing(new StackOverflowError());
                case OUT_OF_MEMORY -> source.throwing(new OutOfMemoryError("on purpose"));
                case NULL -> source.returningNull();
                case HANGS -> source.hanging();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverASourceDoesTheLoopLivesAndTheStatusSaysSinceWhen(Misbehaviour misbehaviour) throws Exception {
        try (Drill drill = polling().with(DrillSource.cheap()).start()) {
            Mark fault = drill.mark();
            misbehaviour.befall(drill.source);
            assertTold(drill);

            drill.source.has(credential(drill.issue()));
            assertRotates(drill, "source: " + misbehaviour, fault);
        }
    }

    @Test
    void garbageInTheFileIsNoEndOfTheLoop() throws Exception {
        try (Drill drill = polling()) {
            FileRenderer renderer = Latecomers.render(drill);
            drill.start();
            Mark fault = drill.mark();
            renderer.render("DB_USER=\0\0\n<html>502 Bad Gateway</html>\n");
            assertTold(drill);

            IssuedLease next = drill.issue();
            renderer.render(next);
            assertRotates(drill, "source: garbage in the file", fault);
        }
    }

    private static Drill polling() throws Exception {
        Drill drill = new Drill(Contestant.OURS);
        drill.policy = POLLING;
        return drill;
    }

    private void assertTold(Drill drill) throws Exception {
        Duration limit = READ_LIMIT.plusSeconds(1);
        assertThat(Watch.within(limit, () -> drill.count(SourceFailed.class) == 1))
                .as("told within %s", limit)
                .isTrue();
        Watch.until("the status says so", () -> drill.status().sourceFailure() != null); // a moment after the event
        status = drill.status().toString();
    }

    private void assertRotates(Drill drill, String title, Mark fault) throws Exception {
        Watch.until("it rotates", () -> drill.count(Rotated.class) == 2);
        Measured measured = drill.measured(title, fault, drill.mark());

        Expect.unnoticed(measured);
        assertThat(drill.status().sourceFailure()).isNull();
        assertThat(status).matches(SINCE);
    }
}
