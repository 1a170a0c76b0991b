package io.github.rotatingdatasource.samples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is Kubernetes' own has no field that its types do not know, and none missing that they need. The operators' kinds are
 * checked where their definitions can be had, see .ci/manifests.
 */
class KnownFieldsTest {
    private static final Set<String> OPERATORS =
            Set.of("ExternalSecret", "VaultDynamicSecret", "VaultAuth", "VaultConnection", "SecretProviderClass");

    static List<Path> files() throws IOException {
        try (Stream<Path> sample = Files.list(Path.of("."));
                Stream<Path> vault = Files.list(Path.of("vault"))) {
            return Stream.concat(sample, vault)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList();
        }
    }

    private static void check(Yaml document) throws Exception {
        Class<?> type = Class.forName("io.kubernetes.client.openapi.models.V1" + document.string("kind"));
        type.getMethod("validateJsonElement", JsonElement.class)
                .invoke(null, new Gson().toJsonTree(document.content()));
    }

    private static Stream<Yaml> ofKubernetes(Path file) {
        return Yaml.documents(file.toString()).stream()
                .filter(document -> !OPERATORS.contains(document.string("kind")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void areKubernetesOwn(Path file) {
        assertThat(ofKubernetes(file))
                .isNotEmpty()
                .allSatisfy(document -> assertThatCode(() -> check(document)).doesNotThrowAnyException());
    }

    @Test
    void areOfAllVariants() throws IOException {
        assertThat(files().stream().map(file -> String.valueOf(file.getFileName())))
                .contains(Pod.MIGRATION)
                .containsAll(Pod.manifests().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "preStop:,beforeStop:",
        "containerPort:,port:",
        "medium:,kind:",
        "matchLabels:,labels:",
        "env:,environment:"
    })
    void areMissedIfTheyAreOthers(String field, String other) {
        String wrong = Yaml.text("sidecar.yaml").replace(field, other);

        assertThatThrownBy(() -> check(only("Deployment", wrong)))
                .rootCause()
                .hasMessageContaining(other.replace(":", ""));
    }

    @Test
    void areMissedIfThoseOfAJobAreOthers() {
        String wrong = Yaml.text(Pod.MIGRATION).replace("backoffLimit:", "retries:");

        assertThatThrownBy(() -> check(only("Job", wrong))).rootCause().hasMessageContaining("retries");
    }

    @Test
    void areMissedIfOneIsNotThere() {
        String wrong = Yaml.text("sidecar.yaml").replaceFirst("  selector:\n    matchLabels: .*\n", "");

        assertThatThrownBy(() -> check(only("Deployment", wrong))).rootCause().hasMessageContaining("selector");
    }

    private static Yaml only(String kind, String text) {
        return Yaml.parse(text).stream()
                .filter(document -> document.string("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
