package io.github.rotatingdatasource.samples.quickstart;

import static io.github.rotatingdatasource.samples.quickstart.Frames.frame;
import static io.github.rotatingdatasource.samples.quickstart.Frames.ours;
import static io.github.rotatingdatasource.samples.quickstart.Frames.plain;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    private static final Paint ASCII = new Paint(false, false);

    @ParameterizedTest
    @CsvSource({"3, 0, true", "5, 0, true", "2, 0, false", "0, 0, false", "5, 1, false"})
    void isGoodAfterThreeRotationsWithoutAFailure(long rotations, long failures, boolean expected) {
        assertThat(new Summary(frame(ours(rotations, failures)), false).isGood())
                .isEqualTo(expected);
    }

    @Test
    void forgivesWhatRunsBeside() {
        assertThat(new Summary(frame(ours(3, 0), plain()), false).isGood()).isTrue();
    }

    @Test
    void saysWhatWasSeen() {
        Summary summary = new Summary(frame(ours(3, 0), plain()), true);

        assertThat(String.join("\n", summary.lines(ASCII, 80)))
                .contains("rotations        3 ")
                .endsWith("""
                          3 rotations in 0:22 (cut short) under load: no checkout and no statement
                          failed.
                          plain HikariCP kept its first login: from 0:15 on 42501 permission denied,
                          from 0:32 on 28P01 login refused.""".indent(2).stripTrailing());
    }

    @Test
    void saysWhenItWasTooShort() {
        Summary summary = new Summary(frame(ours(1, 0)), false);

        assertThat(String.join("\n", summary.lines(ASCII, 80)))
                .endsWith("""
                  1 rotation in 0:22 under load: no checkout and no statement failed. Three are
                  wanted: let it run for 40 s at least.""".indent(2).stripTrailing());
    }
}
