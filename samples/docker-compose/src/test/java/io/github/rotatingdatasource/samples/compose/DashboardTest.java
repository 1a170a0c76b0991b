package io.github.rotatingdatasource.samples.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboard asks for what an application tells Prometheus. */
@Tag("database")
class DashboardTest {
    private static final String FILE = "grafana/dashboards/rotating-datasource.json";
    private static final Pattern SERIES = Pattern.compile("([a-z_][a-z0-9_]*)\\{([^}]*)}");
    private static final Pattern REST = Pattern.compile("(increase|rate)\\([^()]*\\[\\d+m]\\)|[ /0-9=>]*");

    @TempDir
    private static Path directory;

    private static Running shop;
    private static String scrape;

    @BeforeAll
    static void scrape() throws Exception {
        shop = new Running(directory);
        shop.dataSource().getConnection().close();
        scrape = shop.scrape();
    }

    @AfterAll
    static void tearDown() {
        shop.close();
    }

    private static List<?> panels() {
        return (List<?>) new Gson().fromJson(Compose.text(FILE), Map.class).get("panels");
    }

    static List<String> queries() {
        List<String> queries = new ArrayList<>();
        for (Object panel : panels()) {
            for (Object target : (List<?>) ((Map<?, ?>) panel).get("targets")) {
                queries.add(String.valueOf(((Map<?, ?>) target).get("expr")));
            }
        }
        return queries;
    }

    private static Set<String> exported() {
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    private static Stream<String> asked(String query) {
        return SERIES.matcher(query).results().map(series -> series.group(1));
    }

    private static Set<String> asked() {
        return queries().stream().flatMap(DashboardTest::asked).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void asksForWhatThereIs(String query) {
        assertThat(asked(query)).isNotEmpty().isSubsetOf(exported());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void consistsOfSuchSeriesAndWhatIsDoneToThem(String query) {
        String rest = SERIES.matcher(query).replaceAll("");

        assertThat(REST.matcher(rest).replaceAll("")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void selectsByATagThatThereIs(String query) {
        assertThat(SERIES.matcher(query).results().map((MatchResult series) -> series.group(2)))
                .containsOnly("pool=~\"$pool\"");
        assertThat(scrape).contains("pool=\"rotating-datasource\"");
    }

    @Test
    void leavesOutNoMeterOfOurs() {
        assertThat(asked())
                .containsAll(exported().stream()
                        .filter(name -> name.startsWith("rotating_datasource_"))
                        .toList());
    }

    @Test
    void hasPanelsThatAreNamedOnce() {
        assertThat(panels().stream().map(panel -> ((Map<?, ?>) panel).get("title")))
                .doesNotHaveDuplicates();
    }
}
