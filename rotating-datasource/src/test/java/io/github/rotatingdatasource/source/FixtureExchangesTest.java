package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.source.Exchange.Reply;
import io.github.rotatingdatasource.source.VaultFailed.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What a live server and its agents answered, and what follows from it; the table is that of the recording. */
class FixtureExchangesTest {
    private static final String TABLE = "/fixtures/http.csv";
    private static final Instant SENT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant RECEIVED = SENT.plusSeconds(3);

    /** A row of the table. */
    private record Row(
            String file,
            String asks,
            int status,
            @Nullable String cache,
            @Nullable String data,
            boolean hasLeaseId,
            Duration length,
            long age,
            @Nullable String end,
            String outcome,
            @Nullable Integer retryAfter,
            Duration before) {
        static Row of(ArgumentsAccessor row) {
            return new Row(
                    row.getString(0),
                    row.getString(1),
                    row.getInteger(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5).equals("yes"),
                    seconds(row.getLong(6)),
                    row.getLong(7) == null ? 0 : row.getLong(7),
                    row.getString(8),
                    row.getString(9),
                    row.getInteger(10),
                    seconds(row.getLong(11)));
        }

        private static Duration seconds(@Nullable Long seconds) {
            return Duration.ofSeconds(seconds == null ? 0 : seconds);
        }

        VaultPath path() {
            return switch (asks) {
                case "static" -> VaultPath.Kind.STATIC_ROLE.at(null, "app", null, null);
                case "kv1" -> VaultPath.Kind.KV1.at(null, "appdb", null, null);
                case "kv2" -> VaultPath.Kind.KV2.at(null, "appdb", null, null);
                default -> VaultPath.Kind.DATABASE_ROLE.at(null, "app", null, null);
            };
        }

        Lease lease() {
            if (end.equals("OVERDUE")) {
                return Lease.lowerBound(SENT.minusSeconds(1), Duration.ofSeconds(1));
            }
            Instant began = "HIT".equals(cache) ? RECEIVED.minusSeconds(age) : SENT;
            return length.isZero() ? Lease.unknown() : new Lease(began, length, Lease.End.valueOf(end));
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = TABLE, numLinesToSkip = 1)
    void meansWhatTheTableSays(ArgumentsAccessor arguments) throws Exception {
        Row row = Row.of(arguments);
        Reply reply = Recorded.reply(row.file());

        assertThat(reply.status()).isEqualTo(row.status());
        assertThat(reply.header("x-cache")).isEqualTo(row.cache());
        switch (row.asks()) {
            case "renew", "lookup" -> checkRenewal(row, reply);
            case "revoke" -> checkRevocation(row, reply);
            case "clear" -> checkClearing(row, reply);
            default -> checkRead(row, reply);
        }
    }

    private static void checkRead(Row row, Reply reply) throws Exception {
        if (!row.outcome().equals("CREDENTIAL")) {
            checkFailure(row, catchThrowableOfType(VaultFailed.class, () -> read(row, reply)));
            return;
        }
        Map<String, String> values = Json.flatten(reply.text());
        VaultReply read = read(row, reply);

        assertThat(read.credential())
                .isEqualTo(new Credential(
                        values.get(row.data() + ".username"), values.get(row.data() + ".password"), row.lease()));
        assertThat(read.leaseId()).isEqualTo(row.hasLeaseId() ? values.get("lease_id") : null);
        assertThat(read.isCached()).isEqualTo("HIT".equals(row.cache()));
    }

    private static VaultReply read(Row row, Reply reply) throws VaultFailed {
        return VaultReply.of(reply, row.path(), SENT, RECEIVED);
    }

    private static void checkFailure(Row row, VaultFailed failure) {
        assertThat(failure.kind()).isEqualTo(Kind.valueOf(row.outcome()));
        assertThat(failure).hasMessageContaining(String.valueOf(row.status()));
        if (row.retryAfter() != null) {
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(row.retryAfter()));
        }
    }

    private static void checkRenewal(Row row, Reply reply) throws Exception {
        if (row.outcome().equals("RENEWED")) {
            assertThat(LeaseCare.renewed(reply, row.path(), row.before(), SENT, RECEIVED))
                    .isEqualTo(row.lease());
            return;
        }
        String kind = row.outcome().equals("LOOKUP") ? "NOT_RENEWED" : row.outcome();
        assertThatThrownBy(() -> LeaseCare.renewed(reply, row.path(), row.before(), SENT, RECEIVED))
                .isInstanceOfSatisfying(
                        VaultFailed.class, failure -> assertThat(failure.kind()).hasToString(name(kind)));
    }

    private static String name(String kind) {
        return Kind.valueOf(kind).toString();
    }

    private static void checkRevocation(Row row, Reply reply) {
        assertThat(LeaseCare.isOver(reply)).isTrue();
        if (!row.outcome().equals("REVOKED")) {
            checkFailure(row, VaultErrors.of(reply, row.path(), RECEIVED));
        }
    }

    private static void checkClearing(Row row, Reply reply) throws Exception {
        FakeSidecar sidecar = new FakeSidecar().answers(reply).answers(FakeSidecar.reply(200, ""));

        new AgentCache(row.path(), new VaultRequests(null, null), sidecar).clear();

        assertThat(sidecar.requests).hasSize(row.outcome().equals("NO_AGENT") ? 2 : 1);
    }

    @Test
    void eachRecordingHasARowAndEachRowARecording() throws IOException, URISyntaxException {
        Path table = Path.of(FixtureExchangesTest.class.getResource(TABLE).toURI());
        List<String> rows = Files.readAllLines(table).stream()
                .skip(1)
                .map(line -> line.split(",", 2)[0])
                .toList();

        assertThat(rows).hasSize(146).containsExactlyElementsOf(Recorded.names());
    }
}
