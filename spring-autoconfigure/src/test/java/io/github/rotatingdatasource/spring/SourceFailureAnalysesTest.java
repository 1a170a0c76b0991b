package io.github.rotatingdatasource.spring;

import static io.github.rotatingdatasource.spring.FailureAnalysesTest.analysisOf;

import io.github.rotatingdatasource.source.CredentialSource;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A source that is configured in a way that cannot work ends the start with what is wrong, and with no secret. */
class SourceFailureAnalysesTest {
    private static ApplicationContextRunner app(String keys) {
        String[] all = keys.split(";");
        for (int i = 0; i < all.length; i++) {
            all[i] = "rotating-datasource.source." + all[i];
        }
        return Apps.withoutSource()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(all);
    }

    @ParameterizedTest
    @CsvSource({
        "sidecar.address=http://127.0.0.1:1, exactly one of database-role; but none is",
        "sidecar.address=http://127.0.0.1:1;sidecar.kv2=a;sidecar.static-role=a, exactly one of; kv2 and static-role are",
        "sidecar.kv2=a, address must be set",
        "sidecar.address=http://u:s3cret@127.0.0.1:1;sidecar.kv2=a, address must",
        "sidecar.address=http://u:s3cret@[;sidecar.kv2=a, address must be a URI",
        "sidecar.address=ftp://x;sidecar.kv2=a, address of a sidecar must begin with",
        "sidecar.address=http://x;sidecar.kv2=a, must use https",
        "sidecar.address=https://x;sidecar.kv2=a;sidecar.timeout=1h, timeout must be from; PT1H",
        "sidecar.address=https://x;sidecar.kv2=a;sidecar.mint-timeout=1h, mint-timeout must be from; PT1H",
        "sidecar.address=https://x;sidecar.kv2=a;sidecar.renew=true, must be set only with database-role",
        "sidecar.address=https://x;sidecar.kv2=a;sidecar.ssl-bundle=vault, spring.ssl.bundle; is vault",
        "sidecar.address=https://x;sidecar.kv2=a;sidecar.trust-store=/none;sidecar.trust-store-password=s3cret, /none",
        "aws-agent.address=http://localhost:1, secret-id must be set",
        "aws-agent.secret-id=a;aws-agent.address=http://elsewhere, must use https",
        "volume.username-key=user, path must be set",
        "volume.path=/x;volume.username-key=../user, name of a file",
        "volume.path=/x;volume.size-limit=1GB, size limit must be from",
        "file.path=/x;file.format=token, username must be set",
        "file.path=/x;file.username=app, only with the format token"
    })
    void aSettingThatCannotBeRightIsNamed(String keys, String expected) {
        String prefix = "rotating-datasource.source." + keys.split("\\.", 2)[0];
        analysisOf(app(keys))
                .contains("What is below '" + prefix + "' cannot be used")
                .contains(expected.split("; "));
    }

    @Test
    void twoSourcesAreTooMany() {
        analysisOf(app("file.path=/x;aws-agent.secret-id=a;volume.path=/x"))
                .contains("More than one source of logins is configured", "source.file", "source.volume")
                .contains("source.aws-agent")
                .doesNotContain("source.sidecar");
    }

    @ParameterizedTest
    @CsvSource({"sidecar.address=http://127.0.0.1:1;sidecar.kv2=a", "aws-agent.secret-id=a"})
    void aMissingHttpClientIsNamed(String keys) throws Exception {
        WithoutHttpClient.run("analysisOfMissingClient", keys);
    }

    /** Called in a class loader that has no HTTP client. */
    static void analysisOfMissingClient(String keys) {
        analysisOf(app(keys))
                .contains("httpclient5 5.6 or newer, but it is not on the class path", "'httpclient5.version'");
    }

    @Test
    void aMissingHttpClientIsNamedForASourceOfTheApplicationToo() throws Exception {
        WithoutHttpClient.run("analysisOfOwnSource", "");
    }

    /** Called in a class loader that has no HTTP client. */
    static void analysisOfOwnSource(String none) {
        analysisOf(Apps.withoutSource()
                        .withBean(
                                CredentialSource.class,
                                () -> CredentialSource.sidecarSource(URI.create("http://127.0.0.1:1"))
                                        .kv2("a")
                                        .build()))
                .contains("httpclient5 5.6 or newer" + none);
    }
}
