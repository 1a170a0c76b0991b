package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialFormat;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each key of a source reaches the setting of the library that it is named after. */
class SourceKeysTest {
    private static final String REPLY =
            "{'lease_id':'','lease_duration':0,'data':{'username':'app','password':'s3cret',"
                    + "'u':'app','p':'s3cret','data':{'username':'app','password':'s3cret'},'ttl':60}}";

    @TempDir
    private Path directory;

    private static SourceSettings settings(String kind, Map<String, String> keys) {
        Map<String, String> prefixed = new HashMap<>();
        keys.forEach((key, value) -> prefixed.put("rotating-datasource.source." + kind + "." + key, value));
        return PropertiesTest.bound(prefixed).source().settings().findFirst().orElseThrow();
    }

    private static CredentialSource source(String kind, Map<String, String> keys) {
        return settings(kind, keys).source(bundle -> {
            throw new IllegalArgumentException("no bundle " + bundle);
        });
    }

    /** Returns {@code one} with what {@code more} says, such as {@code a=1;b=2}. */
    private static Map<String, String> with(Map<String, String> one, String more) {
        Map<String, String> all = new HashMap<>(one);
        for (String pair : more.split(";", -1)) {
            all.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        return all;
    }

    private static void isOfApp(CredentialSource source) throws Exception {
        Credential read = source.read();
        assertThat(read.username() + " " + read.password()).isEqualTo("app " + Apps.SECRET);
        source.close();
    }

    @Test
    void theKeysOfAFileAreThoseOfTheLibraryByDefault() throws Exception {
        Path file = Apps.file(directory, "app");

        assertThat(source("file", Map.of("path", file.toString())).read())
                .isEqualTo(CredentialSource.file(file).read());
    }

    @Test
    void theKeysOfAFileCanBeNamed() throws Exception {
        Path file = Apps.write(directory, "U=app\nP=s3cret\nL=id\nT=60\n");
        CredentialSource expected = CredentialSource.fileSource(file)
                .format(CredentialFormat.env())
                .usernameKey("U")
                .passwordKey("P")
                .leaseIdKey("L")
                .ttlKey("T")
                .build();

        assertThat(source(
                                "file",
                                with(
                                        Map.of("path", "" + file),
                                        "username-key=U;password-key=P;lease-id-key=L;ttl-key=T"))
                        .read())
                .isEqualTo(expected.read());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format=env              | DB_USER=app~DB_PASS=s3cret~",
                "format=json             | {\"data\": {\"username\": \"app\", \"password\": \"s3cret\"}}~",
                "format=json;username-key=u;password-key=p | {\"u\": \"app\", \"p\": \"s3cret\"}~",
                "format=key-value        | username: app~password: s3cret~",
                "format=token;username=app | s3cret~"
            })
    void eachFormatIsRead(String keys, String text) throws Exception {
        Path file = Apps.write(directory, text.replace('~', '\n'));

        isOfApp(source("file", with(Map.of("path", file.toString()), keys)));
    }

    @Test
    void theKeysOfAVolumeAreThoseOfTheLibraryByDefault() throws Exception {
        volume("username", "app\n", "password", "s3cret\n", "ttl", "60");

        assertThat(source("volume", Map.of("path", directory.toString())).read())
                .isEqualTo(CredentialSource.volume(directory).read());
    }

    @Test
    void theKeysOfAVolumeCanBeNamed() throws Exception {
        volume("u", "app", "p", "s3cret", "l", "", "t", "60");

        CredentialSource source = source(
                "volume",
                with(Map.of("path", "" + directory), "username-key=u;password-key=p;lease-id-key=l;ttl-key=t"));

        assertThat(source.read()).isEqualTo(new Credential("app", Apps.SECRET, Lease.unknown()));
    }

    @Test
    void aVolumeMayBeTakenVerbatim() throws Exception {
        volume("username", "app", "password", "s3cret\n");

        assertThat(source("volume", Map.of("path", "" + directory, "verbatim", "true"))
                        .read()
                        .password())
                .isEqualTo("s3cret\n");
    }

    private void volume(String... entries) throws Exception {
        for (int i = 0; i < entries.length; i += 2) {
            Files.writeString(directory.resolve(entries[i]), entries[i + 1]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "database-role=app, GET /v1/database/creds/app",
        "database-role=app;mount=pg, GET /v1/pg/creds/app",
        "static-role=app, GET /v1/database/static-creds/app",
        "kv1=app, GET /v1/kv/app",
        "kv2=app, GET /v1/secret/data/app",
        "kv1=app;username-key=u;password-key=p, GET /v1/kv/app",
        "static-role=app;namespace=team, x-vault-namespace: team",
        "static-role=app;token-file=TOKEN, x-vault-token: t0ken"
    })
    void aSidecarIsAskedForWhatTheKeysSay(String keys, String expected) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "t0ken\n");
        try (HttpStub sidecar = new HttpStub(REPLY.replace('\'', '"'))) {
            isOfApp(source("sidecar", with(Map.of("address", sidecar.address()), keys.replace("TOKEN", "" + token))));

            assertThat(sidecar.asked).contains(expected);
        }
    }

    @Test
    void aSidecarsTlsIsThatOfTheBundle() throws Exception {
        List<String> asked = new ArrayList<>();
        settings("sidecar", Map.of("address", "https://127.0.0.1:1", "kv2", "app", "ssl-bundle", "vault"))
                .source(bundle -> {
                    asked.add(bundle);
                    return Apps.usualTls();
                })
                .close();

        assertThat(asked).containsExactly("vault");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout=31s, timeout must be from",
        "attempts=11, attempts must be from",
        "mint-timeout=3m, mintTimeout must be from",
        "size-limit=17MB, sizeLimit must be from",
        "poll-interval=2d, pollInterval must be from",
        "renew=true, renews and revokes must be set only with",
        "revoke=true, renews and revokes must be set only with",
        "address=http://vault.internal, must use https",
        "trust-store=/no/such.p12, /no/such.p12",
        "trust-store=/no/such.p12;ssl-bundle=x, ssl-bundle must not be set beside",
        "key-store=/no/such.p12, key-store-password must be set",
        "ssl-bundle=x, no bundle x"
    })
    void aSettingOfASidecarCountsAndIsChecked(String keys, String expected) {
        assertThatThrownBy(() ->
                        source("sidecar", with(Map.of("address", "https://127.0.0.1:1", "static-role", "app"), keys)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void plainHttpMayBeAllowed() {
        Map<String, String> keys =
                Map.of("address", "http://vault.internal", "kv2", "app", "plain-http-allowed", "true");

        assertThat(source("sidecar", keys)).isNotNull();
    }

    @Test
    void noPasswordOfAStoreIsShown() {
        assertThat(settings("sidecar", Map.of("trust-store-password", Apps.SECRET, "key-store-password", Apps.SECRET))
                        .toString())
                .doesNotContain(Apps.SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "attempts=3, GET /secretsmanager/get?secretId=app",
        "version-stage=AWSPREVIOUS, GET /secretsmanager/get?secretId=app&versionStage=AWSPREVIOUS",
        "username-key=u;password-key=p, x-aws-parameters-secrets-token: t0ken"
    })
    void anAwsAgentIsAskedForWhatTheKeysSay(String keys, String expected) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "t0ken\n");
        String secret = "{\\'username\\':\\'app\\',\\'password\\':\\'s3cret\\',\\'u\\':\\'app\\',\\'p\\':\\'s3cret\\'}";
        String reply = "{'ARN':'arn','Name':'app','VersionId':'1','SecretString':'" + secret + "'}";
        try (HttpStub agent = new HttpStub(reply.replace('\'', '"'))) {
            var usual = Map.of("secret-id", "app", "address", agent.address(), "token-file", token.toString());
            isOfApp(source("aws-agent", with(usual, keys)));

            assertThat(agent.asked).contains(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "timeout=61s, timeout must be from",
        "attempts=11, attempts must be from",
        "poll-interval=61s, poll interval must be from",
        "secret-id=, secret-id must be set",
        "token-from-environment=true, AWS_TOKEN"
    })
    void aSettingOfAnAwsAgentCountsAndIsChecked(String keys, String expected) {
        assertThatThrownBy(() -> source("aws-agent", with(Map.of("secret-id", "app"), keys)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }
}
