package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in JSON without saying where, what is found where it was said, and what cannot be found. */
class JsonFormatTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ChosenKeys NONE = new ChosenKeys(null, null, null, null);

    private static Credential parse(String json, ChosenKeys keys) throws CredentialUnavailable {
        return new CredentialParser(CredentialFormat.json(), keys)
                .parse(json.replace('\'', '"'), NOON, new FileAdvice(Path.of("creds")));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertThatFails(String json) {
        return assertThatThrownBy(() -> parse(json, NONE))
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'username':'app','password':'s3cret'}",
                "{'engine':'postgres','host':'db','username':'app','password':'s3cret','dbname':'app','port':5432}",
                "{'username':'app','password':'s3cret','port':'5432','dbname':null,'masterarn':'arn:x'}",
                "{'data':{'username':'app','password':'s3cret'},'lease_id':'','lease_duration':0,'auth':null}",
                "{'data':{'data':{'username':'app','password':'s3cret'},'metadata':{'version':1}},'lease_id':''}",
                "{'data':{'username':'app','password':'s3cret'},'metadata':{'version':1}}",
                "{'spring':{'datasource':{'username':'app','password':'s3cret','url':'jdbc:x'}}}",
                "{'spring.datasource.username':'app','spring.datasource.password':'s3cret'}",
                "{'spring.datasource':{'username':'app','password':'s3cret'}}",
                " \n{'username':'app','password':'s3cret','other':[1,{'a':true}],'data':{}}\n\n",
                "{'username':'app','password':'s3cret','data':{'username':'app','password':'s3cret'}}",
                "{'username':'app','password':'s3cret','spring':{'datasource':{'username':'app','password':'s3cret'}}}"
            })
    void isFoundInEachShapeThatIsUsual(String json) throws Exception {
        assertThat(parse(json, NONE)).isEqualTo(new Credential("app", "s3cret", Lease.unknown()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            nullValues = "-",
            value = {
                "|'lease_id':'a/1','lease_duration':3600|, PT1H",
                "|'lease_id':'a/1','lease_duration':'1h'|, PT1H",
                "|'lease_id':'a/1','ttl':3600|, PT1H",
                "|'ttl':3600|, PT1H",
                "|'lease_duration':3600|, PT1H",
                "|'lease_id':'a/1','lease_duration':3600,'ttl':60|, PT1H",
                "|'lease_id':'a/1','lease_duration':0,'ttl':60|, PT1M",
                "|'lease_id':'','lease_duration':0,'ttl':60|, PT1M",
                "|'lease_duration':0,'ttl':60|, PT1M",
                "|'lease_id':'','ttl':3600|, -",
                "|'lease_id':'','lease_duration':2764800|, -",
                "|'lease_id':'','lease_duration':2764800,'ttl':60|, -",
                "|'lease_id':'a/1','lease_duration':null|, -",
                "|'lease_id':'a/1','lease_duration':true|, -",
                "|'lease_id':'a/1','lease_duration':-1|, -",
                "|'lease_id':'a/1','lease_duration':3.6e3|, -",
                "|'lease_id':'<no value>','lease_duration':3600|, -"
            })
    void takesTheLeaseAsAnyFileDoes(String members, @Nullable Duration length) throws Exception {
        Lease lease = length == null ? Lease.unknown() : Lease.lowerBound(NOON, length);

        assertThat(parse("{'username':'app','password':'s3cret'," + members + "}", NONE))
                .isEqualTo(new Credential("app", "s3cret", lease));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"a/1, 3600, -, PT1H", "a/1, 3600, 60, PT1H", "'', 0, 86398, PT23H59M58S", "'', 3600, 3600, -"})
    void takesTheTimeOfAStaticRoleOnlyIfThereIsNoLease(
            String id, int duration, @Nullable Integer ttl, @Nullable Duration length) throws Exception {
        String json = "{'lease_id':'" + id + "','lease_duration':" + duration + ",'data':{'username':'app','ttl':" + ttl
                + ",'password':'s3cret'}}";

        assertThat(parse(json, NONE).lease())
                .isEqualTo(length == null ? Lease.unknown() : Lease.lowerBound(NOON, length));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|{'username':'app','password':'s3cret','data':{'username':'other','password':'s3cret'}}|, data.username",
                "|{'username':'app','password':'s3cret','data':{'username':'app','password':'s3cret2'}}|, data.password",
                "|{'username':'app','data':{'username':'app','password':'s3cret'}}|, data.password",
                "|{'username':'a','password':'s3cret','spring.datasource.username':'a'}|, spring.datasource.password"
            })
    void isNotOneOfSeveralThatDisagree(String json, String key) {
        assertThatFails(json).hasMessageContainingAll("wanted one credential", key, "set usernameKey and passwordKey");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|{'username':'app'}|, key password is missing",
                "|{'data':{'username':'app','password':null}}|, key data.password is missing",
                "|{'username':'','password':'s3cret'}|, key username is empty",
                "|{'username':'<no value>','password':'s3cret'}|, key username has <no value>",
                "|{}|, |wanted username and password, or data.username and data.password, or|",
                "|{'errors':['permission s3cret']}|, found none of them",
                "|{'data':'{\\'username\\':\\'s3cret\\'}'}|, found none of them",
                "|['username','s3cret']|, wanted a JSON object",
                "|'s3cret'|, wanted a JSON object",
                "|username=app s3cret|, wanted a JSON object",
                "|{'username':'app','password':'s3cr|, wanted a JSON object",
                "|{'username':'app','password':'s3cret'}{|, wanted",
                "|{'username':'app','username':'s3cret','password':'x'}|, wanted a JSON object"
            })
    void saysWhatWasWantedInstead(String json, String message) {
        assertThatFails(json).hasMessageContaining(message);
    }

    @Test
    void isFoundWhereItWasSaid() throws Exception {
        ChosenKeys keys = new ChosenKeys("db.users.0.name", "db.users.0.pass", "db.lease.id", "db.lease.length");
        String json = "{'username':'other','password':'other','db':{'users':[{'name':'app','pass':'s3cret'}],"
                + "'lease':{'id':'a/1','length':'90m'}}}";

        assertThat(parse(json, keys))
                .isEqualTo(new Credential("app", "s3cret", Lease.lowerBound(NOON, Duration.ofMinutes(90))));
    }

    @Test
    void takesWhatWasNotSaidFromThePlainestShape() throws Exception {
        ChosenKeys keys = new ChosenKeys(null, "pass", null, null);

        assertThat(parse("{'username':'app','pass':'s3cret','password':'old','ttl':60}", keys))
                .isEqualTo(new Credential("app", "s3cret", Lease.lowerBound(NOON, Duration.ofMinutes(1))));
    }

    @Test
    void findsTheLoginByItselfIfOnlyTheLeaseIsElsewhere() throws Exception {
        ChosenKeys keys = new ChosenKeys(null, null, null, "data.expires_in");

        assertThat(parse("{'data':{'username':'app','password':'s3cret','expires_in':60}}", keys)
                        .lease())
                .isEqualTo(Lease.lowerBound(NOON, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({"password, password", "a, a", "username, ttl", "username, lease_duration", "lease_id, password", "'', b"
    })
    void refusesKeysThatAreTheSame(String username, String password) {
        FileSourceBuilder builder = CredentialSource.fileSource(Path.of("creds"))
                .format(CredentialFormat.json())
                .usernameKey(username)
                .passwordKey(password);

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(password);
    }

    @ParameterizedTest
    @CsvSource({"'{\"a\":1}', true", "'{\"a\":1}\n', true", "'{\"a\":1', false", "'{\"a\":\"', false", "'', false"})
    void isWholeOnceTheObjectHasEnded(String text, boolean whole) {
        assertThat(CredentialFormat.json().isWhole(text)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':", "["})
    void isNotNestedForEver(String level) {
        assertThatFails("{'a':" + level.repeat(100)).hasMessageContaining("more than 16 levels");
    }

    @Test
    void survivesKeysThatMultiply() throws Exception {
        String name = "n".repeat(30_000);
        StringBuilder members = new StringBuilder("{\"" + name + "\":{\"0\":1");
        for (int i = 1; i < 4_000; i++) {
            members.append(",\"").append(i).append("\":1");
        }

        assertThatFails(members.append("}}").toString()).hasMessageContaining("path");
    }
}
