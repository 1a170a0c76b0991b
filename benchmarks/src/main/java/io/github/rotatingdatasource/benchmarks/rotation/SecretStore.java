package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** AWS Secrets Manager with one secret, in memory: answers at once. Thread-safe. */
final class SecretStore implements SecretsManagerClient {
    private final Source source;
    private volatile IssuedLease lease;

    SecretStore(Source source, IssuedLease first) {
        this.source = source;
        this.lease = first;
    }

    void put(IssuedLease next) {
        lease = next;
    }

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        source.check();
        IssuedLease now = lease;
        return GetSecretValueResponse.builder()
                .name(request.secretId())
                .versionId(now.username())
                .secretString("{\"username\":\"" + now.username() + "\",\"password\":\"" + now.password() + "\"}")
                .build();
    }

    @Override
    public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
        source.check();
        return DescribeSecretResponse.builder()
                .name(request.secretId())
                .versionIdsToStages(Map.of(lease.username(), List.of("AWSCURRENT")))
                .build();
    }

    @Override
    public String serviceName() {
        return "secretsmanager";
    }

    @Override
    public void close() {}
}
