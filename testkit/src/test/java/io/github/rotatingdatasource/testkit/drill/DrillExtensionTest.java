package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The extension's tests are classes that it runs, two of which are meant to fail. */
@Tag("database")
class DrillExtensionTest {
    private static Events run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute()
                .testEvents();
    }

    private static String message(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    @Test
    void givesATestADrillThatPassesIfTheApplicationReadsTheFileEachTime() {
        run(ReaderCase.class).assertStatistics(all -> all.started(3).succeeded(3));
    }

    @Test
    void sharesOneDrillWithNestedClassesAndClosesItAtTheEnd() {
        run(SharedCase.class).assertStatistics(all -> all.started(3).succeeded(3));

        assertThatThrownBy(SharedCase.DRILL::drill).hasMessageContaining("wanted a drill that has started");
    }

    @Test
    void failsIfTheApplicationServesNothingBeforeTheDrill() {
        Events events = run(BrokenCase.class);

        events.assertStatistics(all -> all.failed(2));
        assertThat(events.failed().stream().map(DrillExtensionTest::message))
                .anyMatch(message -> message.contains("must serve before a drill begins")
                        && message.contains("relation \"nothing\" does not exist"))
                .anyMatch(message -> message.contains("wanted a login to harm, found none"));
    }
}
