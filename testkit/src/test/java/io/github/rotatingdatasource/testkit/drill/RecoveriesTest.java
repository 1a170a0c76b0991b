package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.testkit.drill.DrillReport.Recovery;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Since when things should go well, act by act. */
class RecoveriesTest {
    private final Recoveries recoveries = new Recoveries();

    @Test
    void goFromALoginThatWorksToTheNextAct() {
        recoveries.actBegins(100);
        recoveries.actEnded(100, OptionalLong.of(150), 200);
        recoveries.actBegins(300);
        recoveries.actEnded(300, OptionalLong.of(350), 400);

        assertThat(recoveries.loadEnds(500)).containsExactly(new Recovery(150, 300), new Recovery(350, 500));
    }

    @Test
    void goFromTheEndOfAnActThatChangesNoLogin() {
        recoveries.actBegins(100);
        recoveries.actEnded(100, OptionalLong.of(50), 200);

        assertThat(recoveries.loadEnds(500)).containsExactly(new Recovery(200, 500));
    }

    @Test
    void areNoneWhileNoLoginWorks() {
        recoveries.actBegins(100);
        recoveries.actEnded(100, OptionalLong.empty(), 200);

        assertThat(recoveries.loadEnds(500)).isEmpty();
    }
}
