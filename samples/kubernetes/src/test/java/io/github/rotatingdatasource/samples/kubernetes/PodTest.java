package io.github.rotatingdatasource.samples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pods are made, where a mistake would be seen only in a cluster. */
class PodTest {
    private static final int REQUESTS_SECONDS = 30; // Spring Boot's spring.lifecycle.timeout-per-shutdown-phase
    private static final int CLOSE_SECONDS =
            40; // what a data source takes at most to close: its pools, then its source

    private static List<String> all() {
        return Pod.manifests().toList();
    }

    private static Stream<String> allAndTheMigration() {
        return Stream.concat(Pod.manifests(), Stream.of(Pod.MIGRATION));
    }

    @ParameterizedTest
    @MethodSource("allAndTheMigration")
    void areAllowedWherePodsAreRestricted(String manifest) {
        Pod pod = Pod.in(manifest);

        assertThat(pod.spec().string("securityContext", "runAsNonRoot")).isEqualTo("true");
        assertThat(pod.spec().string("securityContext", "seccompProfile", "type"))
                .isEqualTo("RuntimeDefault");
        assertThat(pod.containers()).allSatisfy(container -> {
            assertThat(container.string("securityContext", "allowPrivilegeEscalation"))
                    .isEqualTo("false");
            assertThat(container.string("securityContext", "readOnlyRootFilesystem"))
                    .isEqualTo("true");
            assertThat(container.string("securityContext", "capabilities", "drop"))
                    .isEqualTo("[ALL]");
        });
    }

    @ParameterizedTest
    @MethodSource("allAndTheMigration")
    void mountDirectoriesAndNotSingleFiles(String manifest) {
        assertThat(Pod.in(manifest).containers())
                .flatMap(container -> container.each("volumeMounts").toList())
                .isNotEmpty()
                .allSatisfy(mount -> assertThat(mount.find("subPath")).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("all")
    void haveTimeToEnd(String manifest) {
        Pod pod = Pod.in(manifest);
        int preStop = Integer.parseInt(pod.application()
                .at("lifecycle", "preStop", "exec", "command")
                .elements()
                .get(1)
                .content()
                .toString());

        assertThat(pod.spec().number("terminationGracePeriodSeconds"))
                .isGreaterThanOrEqualTo(preStop + REQUESTS_SECONDS + CLOSE_SECONDS);
    }

    @ParameterizedTest
    @MethodSource("all")
    void getNoTrafficWithoutALoginAndAreNotKilledForIt(String manifest) {
        Yaml application = Pod.in(manifest).application();

        assertThat(Pod.in(manifest).environment()).containsEntry("ROTATINGDATASOURCE_HEALTH_GATEREADINESS", "true");
        assertThat(application.string("readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
        assertThat(application.string("livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
    }

    @ParameterizedTest
    @MethodSource("all")
    void haveNoLoginThatDoesNotChange(String manifest) {
        assertThat(Pod.in(manifest).environment().keySet())
                .noneMatch(name -> name.contains("USERNAME") || name.contains("PASSWORD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar.yaml", "sidecar-before-1.29.yaml"})
    void shareAVolumeInMemoryWithTheAgent(String manifest) {
        Pod pod = Pod.in(manifest);
        Path directory = pod.credentials().getParent();
        String volume = Pod.volumeAt(directory, pod.application());

        assertThat(pod.only("ConfigMap").string("data", "agent.hcl"))
                .containsPattern("destination += \"" + pod.credentials() + "\"");
        assertThat(pod.agents())
                .isNotEmpty()
                .allSatisfy(agent -> assertThat(Pod.volumeAt(directory, agent)).isEqualTo(volume));
        assertThat(pod.volume(volume).string("emptyDir", "medium")).isEqualTo("Memory");
        assertThat(pod.volume(volume).at("emptyDir").find("sizeLimit")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"external-secrets.yaml", "vault-secrets-operator.yaml", "secrets-store-csi.yaml"})
    void mountTheVolumeThatTheyRead(String manifest) {
        Pod pod = Pod.in(manifest);

        assertThat(pod.volume(Pod.volumeAt(pod.credentials(), pod.application()))
                        .toString())
                .contains("shop-db");
    }

    @Test
    void readWhereTheInjectorWrites() {
        Pod pod = Pod.in("injector.yaml");

        assertThat(pod.credentials()).isEqualTo(Path.of("/vault/secrets/db-creds"));
        assertThat(pod.application().at("securityContext").find("runAsUser"))
                .as("which agent-run-as-same-user needs on the container")
                .isPresent();
    }

    @Test
    void waitForTheFirstLogin() {
        Yaml agent = Pod.in("sidecar.yaml").container("vault-agent");

        assertThat(agent.string("restartPolicy")).isEqualTo("Always");
        assertThat(agent.string("startupProbe", "exec", "command"))
                .contains(Pod.in("sidecar.yaml").credentials().toString());
    }

    @Test
    void haveAnAgentThatEndsOnceItHasRenderedBeforeTheOneThatStays() {
        Pod pod = Pod.in("sidecar-before-1.29.yaml");

        assertThat(pod.container("vault-agent-once").string("command")).contains("-exit-after-auth");
        assertThat(pod.container("vault-agent").string("command")).doesNotContain("-exit-after-auth");
    }

    @Test
    void areNotRestartedForANewLogin() {
        Yaml secret =
                Pod.in("vault-secrets-operator.yaml").only("VaultDynamicSecret").at("spec");

        assertThat(secret.find("rolloutRestartTargets")).isEqualTo(Optional.empty());
    }
}
