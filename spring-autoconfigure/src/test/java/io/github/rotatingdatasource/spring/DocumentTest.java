package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.OfferedCredentials;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;

/** What the documentation says of keys and meters is so, and what it shows works. */
class DocumentTest {
    @TempDir
    private Path directory;

    private static Markdown document() throws IOException {
        return Markdown.at("docs/spring-boot.md");
    }

    @Test
    void theTablesHaveTheKeysOfTheMetadata() throws Exception {
        Set<String> rows = Set.copyOf(document().matches("(?m)^(\\| `(?:rotating-datasource|management)\\.[^\n]*)$"));

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        MetadataTest.keys().stream().map(DocumentTest::row).collect(Collectors.toSet()));
    }

    private static String row(ConfigurationMetadataProperty key) {
        String type = key.getType().replaceAll(".*[.$]", "");
        String value = key.getDefaultValue() == null ? "" : "`" + key.getDefaultValue() + "`";
        return "| `" + key.getId() + "` | " + type + " | " + value + " | " + key.getDescription() + " |";
    }

    @Test
    void theTableHasTheMetersThatThereAre() throws Exception {
        Set<String> documented =
                Set.copyOf(document().matches("(?m)^\\| `(rotating\\.datasource\\.[a-z.]+)`" + " \\|"));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        Apps.reading(Apps.file(directory, "app"))
                .run(context ->
                        new RotationMeters().of(Apps.settled(context), registry).show());

        assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()))
                .isNotEmpty()
                .allMatch(documented::contains)
                .containsAll(documented);
    }

    static Stream<String> blocksWithASource() throws IOException {
        return document().blocks("properties").stream().filter(block -> block.contains("rotating-datasource.source."));
    }

    @ParameterizedTest
    @MethodSource("blocksWithASource")
    void aBlockThatNamesASourceMakesOne(String block) {
        boolean isServices = block.contains("service-connection-login");
        var sources = PropertiesTest.bound(keys(block)
                        .collect(Collectors.toMap(pair -> pair.split("=", 2)[0], pair -> pair.split("=", 2)[1])))
                .source();

        assertThat(sources.settings())
                .hasSize(isServices ? 0 : 1)
                .allSatisfy(
                        settings -> settings.source(bundle -> Apps.usualTls()).close());
        assertThat(sources.serviceConnectionLogin()).isEqualTo(isServices);
    }

    private static Stream<String> keys(String block) {
        return block.lines().filter(line -> line.contains("="));
    }

    @Test
    void eachKeyOfABlockIsKnown() throws Exception {
        Set<String> known = MetadataTest.keys().stream()
                .map(ConfigurationMetadataProperty::getId)
                .collect(Collectors.toSet());

        assertThat(document().blocks("properties").stream()
                        .flatMap(DocumentTest::keys)
                        .map(line -> line.split("=", 2)[0])
                        .filter(key -> key.startsWith("rotating-datasource")))
                .hasSizeGreaterThan(15)
                .allMatch(known::contains);
    }

    static Stream<Markdown> shortestUses() throws IOException {
        List<Markdown> here = document().between("spring-boot");
        assertThat(here).hasSize(1);
        return Stream.concat(here.stream(), Markdown.at("README.md").between("spring-boot").stream());
    }

    @ParameterizedTest
    @MethodSource("shortestUses")
    void theShortestUseWorks(Markdown shown) throws Exception {
        String[] keys = keys(shown.blocks("properties")
                        .get(0)
                        .replace("jdbc:postgresql://db.internal/app", StubDriver.URL)
                        .replace(
                                "/run/app-secrets/db-creds",
                                Apps.file(directory, "app").toString()))
                .toArray(String[]::new);

        Apps.withoutSource()
                .withPropertyValues(keys)
                .run(context -> assertThat(context).hasSingleBean(RotatingDataSource.class));

        assertThat(keys).hasSize(2);
        assertThat(StubDriver.USERS).containsOnly("app");
    }

    @ParameterizedTest
    @MethodSource("shortestUses")
    void theShortestUseDependsOnThis(Markdown shown) throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(shown.matches("<(?:artifactId|version)>(.*?)</"))
                .hasSize(2)
                .allSatisfy(value -> assertThat(pom).contains(">" + value + "<"));
    }

    @Test
    void theCodeIsCompiled() throws Exception {
        String compiled = words(Files.readString(
                Path.of("src/test/java", Recipes.class.getName().replace('.', '/') + ".java")));

        assertThat(document().blocks("java"))
                .hasSize(3)
                .allSatisfy(block -> assertThat(compiled).contains(words(block)));
    }

    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void twoDataSourcesWork() {
        Path file = Apps.file(directory, "app");
        Apps.reading(file)
                .withUserConfiguration(Recipes.TwoDataSources.class)
                .withPropertyValues("reports.url=jdbc:stub:reports", "reports.file=" + file)
                .run(context -> assertThat(context.getBean("reportsDataSource", RotatingDataSource.class)
                                .getUrl())
                        .isEqualTo("jdbc:stub:reports"));
    }

    @Test
    void twoDataSourcesWithOneLoginWork() {
        Apps.withoutSource()
                .withUserConfiguration(Recipes.OneLogin.class)
                .withPropertyValues("readers.url=jdbc:stub:replica", "reports.file=" + Apps.file(directory, "app"))
                .run(context -> assertThat(context).hasBean("dataSource").hasBean("readersDataSource"));

        assertThat(StubDriver.USERS).containsOnly("app");
        assertThat(StubDriver.OPEN).hasValue(0);
    }

    @Test
    void aLoginThatIsOfferedIsUsed() {
        Apps.withoutSource()
                .withUserConfiguration(Recipes.OwnSource.class)
                .withPropertyValues("spring.datasource.hikari.initialization-fail-timeout=-1")
                .run(context -> {
                    context.getBean(OfferedCredentials.class)
                            .offer(Apps.source("offered").read());
                    Apps.settled(context).getConnection().close();
                    assertThat(context).hasSingleBean(CredentialSource.class);
                });

        assertThat(StubDriver.USERS).containsOnly("offered");
    }
}
