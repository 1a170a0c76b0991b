package io.github.rotatingdatasource.samples.quickstart;

import static io.github.rotatingdatasource.samples.quickstart.Frames.frame;
import static io.github.rotatingdatasource.samples.quickstart.Frames.ours;
import static io.github.rotatingdatasource.samples.quickstart.Frames.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainViewTest {
    private final PlainView view = new PlainView();

    @Test
    void printsEachEventAndEachSecondOnce() {
        List<String> first = view.lines(frame(ours(2, 0)));

        assertThat(first).hasSize(9 + 2).startsWith("  0:02  event 1");
        assertThat(first.get(9)).startsWith("  time  generation   lease");
        assertThat(first.get(10)).matches(" +0:22 +3 +7.5 s +10 \\+ 2 old +2,000 +2,000 +1.0 ms +0");
        assertThat(view.lines(frame(ours(2, 0)))).isEmpty();
    }

    @Test
    void alignsTheRowsWithTheirHeader() {
        List<String> lines = view.lines(frame(ours(2, 0), plain()));

        assertThat(lines.get(10)).hasSameSizeAs(lines.get(9)).endsWith("0  20,694");
    }
}
