package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fuzzer that is guided by coverage tries each parser of {@link ParserTargets} in a process of its own, beginning with the
 * seeds. Run by the profile {@code fuzz}, which has the fuzzer. What it finds is in {@code target/fuzz}: a file that fails
 * is worth a place among the seeds.
 */
@Tag("fuzz")
@EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+", disabledReason = "the profile fuzz sets it")
class ParserFuzzTest {
    private static final Path FOUND = Path.of("target", "fuzz");
    private static final Path SEEDS = Path.of("src", "test", "resources", "corpus");
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("fuzz.seconds", 0));
    private static final Duration STARTING_AND_ENDING = Duration.ofMinutes(2);

    static Set<String> parsers() {
        return ParserTargets.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void nothingMakesAParserFail(String parser) throws Exception {
        Files.createDirectories(FOUND.resolve(parser));
        Path log = FOUND.resolve(parser + ".log");
        Process fuzzer = new ProcessBuilder(command(parser))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Duration limit = LENGTH.plus(STARTING_AND_ENDING);
            assertThat(fuzzer.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends", parser)
                    .isTrue();
        } finally {
            fuzzer.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(fuzzer.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(executions(lines)).isGreaterThan(1000);
    }

    private static long executions(List<String> log) {
        String statistic = "stat::number_of_executed_units:";
        return log.stream()
                .filter(line -> line.startsWith(statistic))
                .mapToLong(line ->
                        Long.parseLong(line.substring(statistic.length()).strip()))
                .sum();
    }

    private static List<String> command(String parser) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dfuzz.parser=" + parser,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + ParserTargets.class.getName(),
                "--instrumentation_includes=" + ParserTargets.class.getPackageName() + ".**:tools.jackson.core.**",
                "--reproducer_path=" + FOUND,
                "-artifact_prefix=" + FOUND + "/" + parser + "-",
                "-max_total_time=" + LENGTH.toSeconds(),
                "-max_len=70000",
                "-timeout=60",
                "-print_final_stats=1",
                FOUND.resolve(parser).toString(),
                SEEDS.resolve(parser).toString());
    }
}
