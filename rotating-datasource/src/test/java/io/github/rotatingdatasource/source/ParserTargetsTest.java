package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeds of the fuzzers, each through every parser, whole and cut off anywhere. */
class ParserTargetsTest {
    private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");
    private static final int MANY = 400;

    static List<Path> seeds() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsThrownOrToldThatMustNotBe(Path seed) throws Exception {
        byte[] bytes = Files.readAllBytes(seed);

        ParserTargets.ALL.values().forEach(target -> target.accept(bytes));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void norIsItWhenTheTextIsCutOff(Path seed) throws Exception {
        byte[] bytes = Files.readAllBytes(seed);

        for (int length = 0; length < Math.min(bytes.length, MANY); length++) {
            ParserTargets.ALL.get(parserOf(seed)).accept(Arrays.copyOf(bytes, length));
        }
    }

    private static String parserOf(Path seed) {
        return seed.getParent().getFileName().toString();
    }

    @Test
    void eachParserHasSeeds() throws Exception {
        for (String parser : ParserTargets.ALL.keySet()) {
            assertThat(seeds())
                    .filteredOn(seed -> parserOf(seed).equals(parser))
                    .hasSizeGreaterThan(10);
        }
        assertThat(seeds()).extracting(ParserTargetsTest::parserOf).allMatch(ParserTargets.ALL::containsKey);
    }

    @Test
    void someSeedsHaveACredentialAndSomeHaveNone() throws Exception {
        for (String format : Set.of("env", "json", "keyValue", "token")) {
            assertThat(seeds().stream()
                            .filter(seed -> parserOf(seed).equals(format))
                            .map(seed -> hasCredential(format, seed)))
                    .as(format)
                    .contains(true, false);
        }
    }

    private static boolean hasCredential(String format, Path seed) {
        CredentialFormat of = switch (format) {
            case "env" -> CredentialFormat.env();
            case "json" -> CredentialFormat.json();
            case "keyValue" -> CredentialFormat.keyValue();
            default -> CredentialFormat.token("app");
        };
        try {
            new CredentialParser(of, new ChosenKeys(null, null, null, null))
                    .parse(FileContent.text(Files.readAllBytes(seed)), null, new FileAdvice(seed));
            return true;
        } catch (CredentialUnavailable none) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void whoQuotesTheTextIsFound() {
        assertThatThrownBy(() -> ParserTargets.parse("hunter2".getBytes(UTF_8), (text, advice) -> {
                    throw new CredentialUnavailable("key password is empty: " + text);
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whoQuotesTheTextInACauseIsFound() {
        assertThatThrownBy(() -> ParserTargets.parse("hunter2".getBytes(UTF_8), (text, advice) -> {
                    throw new CredentialUnavailable("it is empty", new IOException(text));
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whoQuotesTheTextInALogIsFound() {
        assertThatThrownBy(() -> ParserTargets.parse("hunter2".getBytes(UTF_8), (text, advice) -> {
                    advice.lengthIsNotReadable(text);
                    return null;
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whoThrowsSomethingElseIsFound() {
        assertThatThrownBy(() -> ParserTargets.parse("hunter2".getBytes(UTF_8), (text, advice) -> {
                    throw new IllegalStateException("of this test");
                }))
                .isInstanceOf(IllegalStateException.class);
    }
}
