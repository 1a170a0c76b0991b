package io.github.rotatingdatasource.samples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the job that migrates goes with what it migrates for. What it does is tested with the Spring Boot sample. */
class MigrationTest {
    private final Pod job = Pod.in(Pod.MIGRATION);

    private static List<String> deployments() {
        return Pod.manifests().toList();
    }

    private static String url(Pod pod) {
        return pod.application()
                .each("env")
                .filter(entry -> entry.string("name").equals("SPRING_DATASOURCE_URL"))
                .findFirst()
                .orElseThrow()
                .string("value");
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void isOfTheSameVersionAndDatabase(String manifest) {
        Pod deployment = Pod.in(manifest);

        assertThat(job.application().string("image"))
                .isEqualTo(deployment.application().string("image"));
        assertThat(url(job)).isEqualTo(url(deployment));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void isLeftToTheJob(String manifest) {
        assertThat(Pod.in(manifest).environment()).containsEntry("SPRING_FLYWAY_ENABLED", "false");
        assertThat(job.application().each("env").map(entry -> entry.string("name")))
                .doesNotContain("SPRING_FLYWAY_ENABLED");
    }

    @Test
    void getsNoTraffic() {
        String selected = Yaml.documents("namespace.yaml").stream()
                .filter(document -> document.string("kind").equals("Service"))
                .findFirst()
                .orElseThrow()
                .string("spec", "selector", "app");

        assertThat(job.labels().string("app")).isNotEqualTo(selected);
    }

    @Test
    void isNamedAfterItsVersionSinceAJobCannotBeChanged() {
        String image = job.application().string("image");
        String version = image.substring(image.lastIndexOf(':') + 1);

        assertThat(job.only("Job").string("metadata", "name")).endsWith("-" + version.replace('.', '-'));
    }
}
