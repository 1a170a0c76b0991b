package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

/** What an answer says, the status says. */
class StatusTest {
    @RepeatedTest(20)
    void showsInTheStatusWhatTheAnswerSaid() throws Exception {
        try (StubRig rig = new StubRig()) {
            RotatingDataSource dataSource = rig.start();

            dataSource.rotateNow();

            assertThat(dataSource.status().generation()).isEqualTo(2);
            assertThat(dataSource.status().rotations()).isOne();
        }
    }
}
