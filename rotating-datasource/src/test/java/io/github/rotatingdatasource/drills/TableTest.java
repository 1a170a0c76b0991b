package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void whatWasMeasuredTwiceIsARange() {
        List<String> rows = Table.of(
                List.of("one\t35\t0\t0\t0\t-\t-\t1\t10\t1\t2.5\t-", "one\t9.5\t0\t0\t0\t3\t-\t1\t10\t2\t2.5\t-"));

        assertThat(rows).hasSize(3);
        assertThat(rows.get(2)).isEqualTo("| one | 9.5 to 35 | 0 | 0 | 0 | 3 | - | 1 | 10 | 1 to 2 | 2.5 | - |");
    }

    @Test
    void whatNeverCameIsSaidInWords() {
        String never = "not within 10.0 s";
        List<String> rows = Table.of(List.of("one\t" + never + "\t0\t0\t0\t-\t-\t1\t10\t1\t" + never + "\t-"));

        assertThat(rows.get(2)).startsWith("| one | not within 10.0 s | 0 |").endsWith("| not within 10.0 s | - |");
    }
}
