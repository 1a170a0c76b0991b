package io.github.rotatingdatasource.samples.springboot.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History();

    @Test
    void givesWhatSomebodyHasNotSeen() {
        history.add(sample(10));
        history.add(sample(20));

        assertThat(history.after(0)).extracting(Sample::at).containsExactly(10L, 20L);
        assertThat(history.after(10)).extracting(Sample::at).containsExactly(20L);
        assertThat(history.after(20)).isEmpty();
    }

    @Test
    void forgetsWhatIsTooLongAgo() {
        for (int at = 1; at <= History.LENGTH + 5; at++) {
            history.add(sample(at));
        }

        assertThat(history.after(0))
                .hasSize(History.LENGTH)
                .first()
                .extracting(Sample::at)
                .isEqualTo(6L);
    }

    static Sample sample(long at) {
        return new Sample(at, "", "", true, 1, 1, null, 8, 0, null, "closed", true, 0, null, 0, 0, 0, List.of());
    }
}
