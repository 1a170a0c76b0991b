package io.github.rotatingdatasource.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** An AWS agent, the file of its token, and a source that asks it. */
final class AwsRig {
    static final String RDS =
            "{\"engine\":\"postgres\",\"host\":\"db\",\"username\":\"app\",\"password\":\"p\\\"ä=s3cret\","
                    + "\"dbname\":null,\"port\":\"5432\",\"masterarn\":\"arn:x\"}";

    final FakeExchange agent = new FakeExchange();
    final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    final Path tokenFile;
    final Endpoint endpoint = Endpoint.parse("http://localhost:2773", false);

    AwsRig(Path directory) throws IOException {
        tokenFile = directory.resolve("awssmatoken");
        token("tok-1\n");
    }

    void token(String text) throws IOException {
        Files.writeString(tokenFile, text);
    }

    AwsAgentSource source() {
        return source("app/db", null, AwsToken.in(tokenFile));
    }

    AwsAgentSource source(String secretId, String stage, AwsToken token) {
        AwsSecret secret = new AwsSecret("username", "password");
        return new AwsAgentSource(
                endpoint,
                new AwsAgentSource.Settings(secretId, stage, token, secret, Duration.ofSeconds(2), clock),
                new Attempts(agent, Attempts.Settings.defaults(), clock));
    }

    /** Returns the agent's reply for a secret with this text. */
    static String reply(String secret) {
        return "{\"ARN\":\"arn:aws:secretsmanager:eu-central-1:1:secret:app/db-AbCdEf\",\"Name\":\"app/db\",\"VersionId\":"
                + "\"v\",\"SecretString\":\"" + secret.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\",\"VersionStages\":[\"AWSCURRENT\"],\"CreatedDate\":\"1767225600\"}";
    }
}
