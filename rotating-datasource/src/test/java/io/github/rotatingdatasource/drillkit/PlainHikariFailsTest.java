package io.github.rotatingdatasource.drillkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** HikariCP with its first login fails each drill of the kit, and is told why in words without a secret. */
@Tag("database")
class PlainHikariFailsTest {
    private static Map<String, String> messages;

    @BeforeAll
    static void run() {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(PlainHikari.class))
                .execute();
        assertThat(results.testEvents().succeeded().count()).isZero();
        messages = results.testEvents().failed().stream()
                .collect(Collectors.toMap(
                        failed -> failed.getTestDescriptor().getDisplayName().replaceAll("\\(.*", ""),
                        PlainHikariFailsTest::message));
    }

    private static String message(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .toString();
    }

    @Test
    void eachDrillFailsByItsAssertion() {
        assertThat(messages)
                .hasSize(5)
                .allSatisfy((test, message) -> assertThat(message)
                        .startsWith("java.lang.AssertionError: the application did not survive the drill: wanted "));
    }

    @Test
    void noMessageHoldsASecret() {
        assertThat(messages)
                .isNotEmpty()
                .allSatisfy((test, message) -> assertThat(message).doesNotContain("v-approle", "database/creds"));
    }

    @Test
    void aRotationThatIsMissedIsToldInTheOrderOfEvents() {
        assertThat(messages.get("rotation"))
                .containsSubsequence(
                        "wanted no failed request, found ",
                        "rotate: the next login is due",
                        "sidecar: it has the next login",
                        "application: after 1.0 s it has 0 sessions with the next login, and 6 with the old one",
                        "database: the old lease ends",
                        "request: the first failure",
                        " x PSQLException 42501: ERROR: permission denied for table item",
                        "6 sessions left behind",
                        "not moved: the application did not take the next login");
    }

    @Test
    void aDeadLoginIsShownByItsSqlState() {
        assertThat(messages.get("revokedAndKilled"))
                .contains("wanted at most 1 failed per thread, found ")
                .contains("PSQLException 28P01: FATAL: password authentication failed for user \"...\"")
                .contains("failures until the end");
    }

    @Test
    void whoNeverComesBackIsToldSo() {
        assertThat(messages.get("droppedAlive"))
                .contains("wanted to be served again within 3.0 s, found requests that failed until the end");
    }
}
