package io.github.rotatingdatasource.drills;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sidecar that answers with everything but a login, over each way to ask one. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarFaultsTest {
    private final List<Asked> asked = new ArrayList<>();

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        for (Sidecars sidecar : List.of(Sidecars.DIRECT, Sidecars.KV2_UNIX_SOCKET, Sidecars.AWS)) {
            asked.add(new Asked(sidecar, directory));
        }
    }

    @AfterAll
    void close() {
        asked.forEach(Asked::close);
    }

    @ParameterizedTest
    @EnumSource
    void whateverASidecarAnswersTheOldLoginServesUntilTheNextOneComes(Misanswer misanswer) throws Exception {
        for (Asked each : asked) {
            each.befall(misanswer);
        }
        for (Asked each : asked) {
            each.assertTold(misanswer);
        }
        for (Asked each : asked) {
            each.mend(misanswer);
        }
        for (Asked each : asked) {
            each.assertRecovers();
        }
    }
}
