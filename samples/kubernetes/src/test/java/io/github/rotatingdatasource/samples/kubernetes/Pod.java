package io.github.rotatingdatasource.samples.kubernetes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pods of the deployment, or of the job, in a manifest. */
final class Pod {
    /** All the ways in which a login can come. */
    static final List<String> FILES = List.of("sidecar.yaml", "sidecar-before-1.29.yaml", "injector.yaml");

    static final List<String> VOLUMES =
            List.of("external-secrets.yaml", "vault-secrets-operator.yaml", "secrets-store-csi.yaml");

    static final String MIGRATION = "migrate.yaml";

    private static final String SOURCE = "ROTATINGDATASOURCE_SOURCE_";

    private final List<Yaml> documents;
    private final Yaml template;

    private Pod(List<Yaml> documents) {
        this.documents = documents;
        this.template = documents.stream()
                .flatMap(document -> document.find("spec").stream())
                .flatMap(spec -> spec.find("template").stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("wanted pods in " + documents));
    }

    static Pod in(String manifest) {
        return new Pod(Yaml.documents(manifest));
    }

    static Stream<String> manifests() {
        return Stream.concat(FILES.stream(), VOLUMES.stream());
    }

    /** Returns the one document of this kind. */
    Yaml only(String kind) {
        return documents.stream()
                .filter(document -> document.string("kind").equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("wanted a " + kind + " in " + documents));
    }

    Yaml spec() {
        return template.at("spec");
    }

    Yaml labels() {
        return template.at("metadata", "labels");
    }

    Yaml annotations() {
        return template.at("metadata", "annotations");
    }

    /** Returns all containers, those that only start it too. */
    List<Yaml> containers() {
        return Stream.concat(spec().each("initContainers"), spec().each("containers"))
                .toList();
    }

    Yaml application() {
        return container("shop");
    }

    Yaml container(String name) {
        return containers().stream()
                .filter(container -> container.string("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("wanted a container " + name));
    }

    List<Yaml> agents() {
        return containers().stream()
                .filter(container -> container.string("name").startsWith("vault-agent"))
                .toList();
    }

    Map<String, String> environment() {
        return application()
                .each("env")
                .collect(Collectors.toMap(entry -> entry.string("name"), entry -> entry.string("value")));
    }

    /** Returns where the application looks for its login. */
    Path credentials() {
        return environment().entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(SOURCE) && entry.getKey().endsWith("_PATH"))
                .map(entry -> Path.of(entry.getValue()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("wanted the path of a source"));
    }

    /** Returns the name of the volume that a container has at {@code directory}. */
    static String volumeAt(Path directory, Yaml container) {
        return container
                .each("volumeMounts")
                .filter(mount -> Path.of(mount.string("mountPath")).equals(directory))
                .map(mount -> mount.string("name"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("wanted a volume at " + directory));
    }

    Yaml volume(String name) {
        return spec().each("volumes")
                .filter(volume -> volume.string("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("wanted a volume " + name));
    }

    /** Returns the template that the agent, or the injector for it, is given. */
    String agentTemplate() {
        return documents.stream().anyMatch(document -> document.string("kind").equals("ConfigMap"))
                ? only("ConfigMap").string("data", "db-creds.ctmpl")
                : annotations().string("vault.hashicorp.com/agent-inject-template-db-creds");
    }
}
