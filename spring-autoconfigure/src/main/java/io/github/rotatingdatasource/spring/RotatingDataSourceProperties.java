package io.github.rotatingdatasource.spring;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys below {@code rotating-datasource}.
 *
 * @param enabled Whether the data source rotates its login. If not, Spring Boot's own data source is used.
 * @param source Where logins come from.
 * @param policy When to rotate and how.
 * @param health What the state of the logins means to others.
 */
@ConfigurationProperties("rotating-datasource")
record RotatingDataSourceProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Source source,
        @DefaultValue @NestedConfigurationProperty PolicyProperties policy,
        @DefaultValue Health health) {
    /**
     * Where logins come from: one of these. To add a kind, add its settings here and to {@link #settings()}.
     *
     * @param file A file that a sidecar renders.
     * @param volume A directory with a file for each key, as Kubernetes mounts a Secret.
     * @param sidecar Vault or OpenBao, through an agent or a proxy on this machine or directly.
     * @param awsAgent AWS Secrets Manager Agent on this machine.
     * @param serviceConnectionLogin Whether to log in as a service connection says, such as that of a container in tests,
     *     instead of asking a source.
     */
    record Source(
            @Nullable @NestedConfigurationProperty FileSourceProperties file,
            @Nullable @NestedConfigurationProperty VolumeSourceProperties volume,
            @Nullable @NestedConfigurationProperty SidecarSourceProperties sidecar,
            @Nullable @NestedConfigurationProperty AwsAgentSourceProperties awsAgent,
            @DefaultValue("false") boolean serviceConnectionLogin) {
        /** Returns what is configured, which should be one. */
        Stream<SourceSettings> settings() {
            return Stream.<@Nullable SourceSettings>of(file, volume, sidecar, awsAgent)
                    .flatMap(Stream::ofNullable);
        }
    }

    /**
     * What the state of the logins means to others.
     *
     * @param gateReadiness Whether the application refuses traffic while no login works, and accepts it again when one does.
     */
    record Health(@DefaultValue("false") boolean gateReadiness) {}
}
