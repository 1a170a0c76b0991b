package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.VaultFailed.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultReplyTest {
    private static final Instant SENT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant RECEIVED = SENT.plusSeconds(2);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final VaultPath ROLE = VaultPath.Kind.DATABASE_ROLE.at(null, "app", null, null);
    private static final VaultPath STATIC = VaultPath.Kind.STATIC_ROLE.at(null, "app", null, null);

    private static VaultReply read(VaultPath path, Reply reply) throws VaultFailed {
        return VaultReply.of(reply, path, SENT, RECEIVED);
    }

    private static Lease lease(Reply reply) throws VaultFailed {
        return read(ROLE, reply).credential().lease();
    }

    private static VaultFailed failure(VaultPath path, int status, String body, String... headers) {
        return catchThrowableOfType(VaultFailed.class, () -> read(path, FakeSidecar.reply(status, body, headers)));
    }

    @Test
    void aFreshLeaseCountsFromBeforeItWasAskedFor() throws Exception {
        assertThat(lease(FakeSidecar.login("u1", 3600))).isEqualTo(Lease.firm(SENT, HOUR));
        assertThat(lease(FakeSidecar.login("u1", 3600, "X-Cache: MISS"))).isEqualTo(Lease.lowerBound(SENT, HOUR));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"0, 0", "1800, 1800", "7200, 7200", "-5, 0", "99999999999999999999, 315360000", "-, -", "x, -"})
    void aCachedLeaseCountsFromWhenTheCacheGotIt(@Nullable String age, @Nullable Long seconds) throws Exception {
        Reply hit = age == null
                ? FakeSidecar.login("u1", 3600, "X-Cache: HIT")
                : FakeSidecar.login("u1", 3600, "X-Cache: HIT", "Age: " + age);

        assertThat(lease(hit))
                .isEqualTo(seconds == null ? Lease.unknown() : Lease.lowerBound(RECEIVED.minusSeconds(seconds), HOUR));
    }

    @ParameterizedTest
    @CsvSource({
        "3600, PT1H",
        "'\"3600\"', PT1H",
        "'\"1h\"', PT1H",
        "1.5, PT1.5S",
        "99999999999999999999999999, PT87600H"
    })
    void readsALengthHoweverItIsWritten(String written, Duration length) throws Exception {
        assertThat(lease(FakeSidecar.reply(200, body("\"l1\"", written)))).isEqualTo(Lease.firm(SENT, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-3600", "1e9", "\"soon\"", "\"\"", "null", "true", "{\"a\":1}", "[3600]"})
    void aLengthThatIsNoneIsUnknownWithALeaseIdOrWithout(String written) throws Exception {
        VaultReply reply = read(ROLE, FakeSidecar.reply(200, body("\"l1\"", written)));

        assertThat(reply.credential().lease()).isEqualTo(Lease.unknown());
        assertThat(reply.leaseId()).isEqualTo("l1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void aLengthWithoutALeaseIdEndsNothing(String id) throws Exception {
        VaultReply reply = read(ROLE, FakeSidecar.reply(200, body(id, "3600")));

        assertThat(reply.credential().lease()).isEqualTo(Lease.unknown());
        assertThat(reply.leaseId()).isNull();
    }

    private static String body(String id, String length) {
        return "{\"lease_id\":" + id + ",\"lease_duration\":" + length
                + ",\"data\":{\"username\":\"app\",\"password\":\"s3cret\"},\"new\":{\"key\":[1,null]},\"warnings\":null}";
    }

    @Test
    void thePasswordOfAStaticRoleWhoseTimeIsUpIsOverdue() throws Exception {
        String body = "{\"lease_id\":\"\",\"data\":{\"username\":\"a\",\"password\":\"p\",\"ttl\":0}}";

        Lease lease = read(STATIC, FakeSidecar.reply(200, body)).credential().lease();

        assertThat(lease.end()).isEqualTo(Lease.End.LOWER_BOUND);
        assertThat(lease.began().plus(lease.length())).isEqualTo(SENT);
    }

    @ParameterizedTest
    @CsvSource({"60, PT1M", "'\"60\"', PT1M", "-4, PT0S", "null, PT0S", "\"x\", PT0S"})
    void aStaticRoleSaysWhenItsPasswordChanges(String ttl, Duration length) throws Exception {
        String body = "{\"lease_id\":\"\",\"lease_duration\":0,\"data\":{\"username\":\"a\",\"password\":\"p\",\"ttl\":"
                + ttl + ",\"rotation_schedule\":\"0 0 * * *\"}}";

        Lease lease = read(STATIC, FakeSidecar.reply(200, body)).credential().lease();

        assertThat(lease).isEqualTo(length.isZero() ? Lease.unknown() : Lease.lowerBound(SENT, length));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"username\":\"\",\"password\":\"s3cret\"}', an empty data.username",
        "'{\"username\":\"app\",\"password\":\"\"}', an empty data.password",
        "'{\"username\":\"<no value>\",\"password\":\"s3cret\"}', <no value> for data.username",
        "'{\"username\":\"app\"}', no data.password",
        "'{\"password\":\"s3cret\"}', no data.username",
        "'{\"username\":null,\"password\":\"s3cret\"}', no data.username",
        "'{\"username\":{\"a\":1},\"password\":\"s3cret\"}', no data.username",
        "null, no data.username",
        "{}, no data.username"
    })
    void wantsAUsernameAndAPassword(String data, String found) {
        VaultFailed failure = failure(ROLE, 200, "{\"data\":" + data + "}");

        assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(failure).hasMessage("it answered 200, unreadable reply: there is " + found);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"username\":\"a\",\"rsa_private_key\":\"PEM\"}', rsa_private_key",
        "'{\"username\":\"a\",\"client_certificate\":\"PEM\",\"private_key\":\"PEM\"}', client_certificate"
    })
    void saysWhichOtherTypeARoleGives(String data, String type) {
        for (VaultPath path : new VaultPath[] {ROLE, STATIC}) {
            VaultFailed failure = failure(path, 200, "{\"data\":" + data + "}");

            assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(failure).hasMessageContaining(type).hasMessageNotContaining("PEM");
        }
    }

    @Test
    void unwrapsNothing() {
        VaultFailed failure = failure(ROLE, 200, "{\"data\":null,\"wrap_info\":{\"token\":\"hvs.s3cret\"}}");

        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("wrapped").hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "<html>s3cret</html>",
                "s3cret",
                "null",
                "[{\"data\":1}]",
                "{\"data\":{\"username\":\"app\",\"password\":\"s3cret",
                "{\"data\":{\"username\":\"app\",\"password\":\"s3cret\"}} {",
                "{\"data\":{\"password\":\"s3cret\",\"password\":\"s3cret\"}}",
                "{\"lease_duration\":00}"
            })
    void takesNothingButOneJsonObject(String body) {
        VaultFailed failure = failure(ROLE, 200, body);

        assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(failure).hasMessageContaining("200").hasMessageNotContaining("s3cret");
        assertThat(failure).hasNoCause();
    }

    @Test
    void boundsHowDeepAReplyMayBe() {
        String deep = "{\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(failure(ROLE, 200, deep).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void boundsHowLongANumberMayBe() {
        String huge = body("\"l1\"", "9".repeat(100_000));

        assertThat(failure(ROLE, 200, huge).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void takesATypeForHtmlWhateverTheBodyIs() {
        VaultFailed failure = failure(ROLE, 200, "{}", "Content-Type: TEXT/HTML; charset=utf-8");

        assertThat(failure).hasMessageContaining("HTML");
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 204})
    void wantsABody(int status) {
        assertThat(failure(ROLE, status, ""))
                .hasMessage("it answered " + status + ", unreadable reply: it has no body");
    }

    @Test
    void findsASecretUnderItsOwnKeys() throws Exception {
        VaultPath path = VaultPath.Kind.KV2.at("apps", "db/main", "db.user", "db.pass");
        String body = "{\"data\":{\"data\":{\"db.user\":\"app\",\"db.pass\":\"s3cret\",\"username\":\"other\"}}}";

        assertThat(read(path, FakeSidecar.reply(200, body)).credential())
                .isEqualTo(new Credential("app", "s3cret", Lease.unknown()));
    }

    @Test
    void aDeletedVersionIsAMissingSecret() {
        VaultPath path = VaultPath.Kind.KV2.at(null, "appdb", null, null);
        String body = "{\"data\":{\"data\":null,\"metadata\":{\"deletion_time\":\"2026-01-01T00:00:00Z\"}}}";

        assertThatThrownBy(() -> read(path, FakeSidecar.reply(404, body)))
                .hasMessage("it answered 404, missing secret");
    }

    @Test
    void isNeverPrinted() throws Exception {
        assertThat(read(ROLE, FakeSidecar.login("u1", 60, "X-Cache: HIT", "Age: 1"))
                        .toString())
                .doesNotContain("u1")
                .contains("cached");
    }
}
