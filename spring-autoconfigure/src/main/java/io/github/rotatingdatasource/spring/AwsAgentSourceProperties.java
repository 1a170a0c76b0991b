package io.github.rotatingdatasource.spring;

import static io.github.rotatingdatasource.spring.SourceSettings.ifSet;
import static io.github.rotatingdatasource.spring.SourceSettings.required;

import io.github.rotatingdatasource.source.AwsAgentSourceBuilder;
import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The AWS Secrets Manager Agent on this machine.
 *
 * @param secretId Name or ARN of the secret.
 * @param address Where the agent listens: a URL of this machine, or unix: and a path.
 * @param versionStage Which version to read. By default the agent decides, for AWSCURRENT.
 * @param tokenFile File of the agent's token, which is read anew for each request.
 * @param tokenFromEnvironment Whether the token is taken from the environment variables from which the agent takes it.
 * @param usernameKey Key of the username in the secret. Keys in objects have a dot in between.
 * @param passwordKey Key of the password in the secret.
 * @param pollInterval How far apart polls are at least, up to 1m.
 * @param timeout How long one request may take, up to 28s, and so that times the attempts.
 * @param attempts How often a request is sent at most, from 1 to 10.
 */
record AwsAgentSourceProperties(
        @Nullable String secretId,
        @DefaultValue("http://localhost:2773") String address,
        @Nullable String versionStage,
        @DefaultValue("/var/run/awssmatoken") String tokenFile,
        @DefaultValue("false") boolean tokenFromEnvironment,
        @DefaultValue("username") String usernameKey,
        @DefaultValue("password") String passwordKey,
        @DefaultValue("2s") Duration pollInterval,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("3") int attempts)
        implements SourceSettings {
    @Override
    public String prefix() {
        return "rotating-datasource.source.aws-agent";
    }

    @Override
    public CredentialSource source(SslContexts bundles) {
        AwsAgentSourceBuilder builder = CredentialSource.awsAgentSource(required("secret-id", secretId))
                .address(address)
                .tokenFile(Path.of(tokenFile))
                .usernameKey(usernameKey)
                .passwordKey(passwordKey)
                .pollInterval(pollInterval)
                .timeout(timeout)
                .attempts(attempts);
        ifSet(versionStage, builder::versionStage);
        return (tokenFromEnvironment ? builder.tokenFromEnvironment() : builder).build();
    }
}
