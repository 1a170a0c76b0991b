package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;

/** What an IDE knows of our keys. */
class MetadataTest {
    /** What has no default, or one that depends on the lease. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "policy.margin",
            "source.file.path",
            "source.file.username",
            "source.file.username-key",
            "source.file.password-key",
            "source.file.lease-id-key",
            "source.file.ttl-key",
            "source.volume.path",
            "source.sidecar.address",
            "source.sidecar.database-role",
            "source.sidecar.static-role",
            "source.sidecar.kv1",
            "source.sidecar.kv2",
            "source.sidecar.mount",
            "source.sidecar.namespace",
            "source.sidecar.token-file",
            "source.sidecar.username-key",
            "source.sidecar.password-key",
            "source.sidecar.poll-interval",
            "source.sidecar.ssl-bundle",
            "source.sidecar.trust-store",
            "source.sidecar.trust-store-password",
            "source.sidecar.key-store",
            "source.sidecar.key-store-password",
            "source.aws-agent.secret-id",
            "source.aws-agent.version-stage");

    private final List<ConfigurationMetadataProperty> keys = keys();

    static List<ConfigurationMetadataProperty> keys() {
        try (InputStream in =
                RotatingDataSources.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return ConfigurationMetadataRepositoryJsonBuilder.create(in).build().getAllProperties().values().stream()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyKeyHasADescriptionThatIsASentence() {
        assertThat(keys)
                .hasSizeGreaterThan(60)
                .allSatisfy(key -> assertThat(key.getDescription())
                        .as(key.getId())
                        .matches("(?!The |A |An )\\p{Upper}.*\\.")
                        .doesNotContain("{@", "<"));
    }

    @Test
    void everyKeyHasADefaultWhereThereIsOne() {
        assertThat(keys)
                .filteredOn(key -> key.getDefaultValue() == null)
                .extracting(key -> key.getId().replace("rotating-datasource.", ""))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_DEFAULT);
    }

    @Test
    void everyKeyOfASwitchSaysWhether() {
        assertThat(keys)
                .filteredOn(key -> "java.lang.Boolean".equals(key.getType()))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.getDescription()).startsWith("Whether "));
    }

    @Test
    void keysOfAFileHaveHints() {
        assertThat(keys)
                .filteredOn(key -> !key.getHints().getValueHints().isEmpty())
                .extracting(ConfigurationMetadataProperty::getId)
                .contains("rotating-datasource.source.file.format", "rotating-datasource.source.file.username-key");
    }
}
