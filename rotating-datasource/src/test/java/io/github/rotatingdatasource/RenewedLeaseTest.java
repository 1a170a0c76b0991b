package io.github.rotatingdatasource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A lease that an agent renews behind the file ends long after the file says, and the next file appears a second before: the
 * recorded rotations, with their times, on a real server.
 */
@Tag("database")
class RenewedLeaseTest {
    private static final Pattern FILE = Pattern.compile("\"mtime_ms\": (\\d+).*\"user\": \"([^\"]+)\"");
    private static final int VALID_UNTIL_MARGIN_MILLIS = 5_000;

    /** How old the file in use is when the next one appears, and how long its user lives on from there. */
    record Handover(Duration age, Duration left) {}

    @Test
    void theRecordedRotationsCutOffNothing() throws Exception {
        List<Handover> recorded = recorded("short-120s");
        assertThat(recorded).hasSizeGreaterThanOrEqualTo(3);
        for (Handover handover : recorded) {
            replay(handover);
        }
    }

    private static void replay(Handover recorded) throws Exception {
        try (Rig rig = new Rig()) {
            rig.renderer.render(tenSeconds(rig.lease));
            Files.setLastModifiedTime(rig.file, FileTime.from(Instant.now().minus(recorded.age)));
            try (RotatingDataSource dataSource = rig.start();
                    Workers workers = Workers.start(dataSource, Workers.Load.holding(8))) {
                IssuedLease old = rig.lease;
                rig.lease = rig.leases.issue();
                rig.renderer.render(tenSeconds(rig.lease));
                long dies = System.nanoTime() + recorded.left.toNanos();
                rig.awaitGeneration(dataSource, 2);
                Await.until(() -> System.nanoTime() >= dies);
                rig.leases.revoke(old);
                Await.until(() -> rig.saw(RotationEvent.Drained.class));
                WorkReport report = workers.stop();

                assertThat(report.failures()).isEmpty();
                assertThat(rig.event(RotationEvent.Drained.class).orElseThrow().cut())
                        .isZero();
            }
        }
    }

    private static String tenSeconds(IssuedLease lease) {
        return "DB_USER=" + lease.username() + "\nDB_PASS=" + lease.password() + "\nDB_LEASE_ID=" + lease.id()
                + "\nDB_TTL=10\n";
    }

    private static List<Handover> recorded(String name) throws Exception {
        List<Handover> handovers = new ArrayList<>();
        List<String> lines = lines(name);
        long writtenBefore = -1;
        String userBefore = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher file = FILE.matcher(lines.get(i));
            if (file.find()) {
                long written = Long.parseLong(file.group(1));
                if (writtenBefore >= 0) {
                    long ends = validUntil(lines.subList(0, i), userBefore) - VALID_UNTIL_MARGIN_MILLIS;
                    handovers.add(new Handover(
                            Duration.ofMillis(written - writtenBefore), Duration.ofMillis(ends - written)));
                }
                writtenBefore = written;
                userBefore = file.group(2);
            }
        }
        return handovers;
    }

    private static long validUntil(List<String> lines, String user) {
        Pattern pattern = Pattern.compile("\"" + Pattern.quote(user) + "\": (\\d+)");
        long last = -1;
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                last = Long.parseLong(matcher.group(1));
            }
        }
        return last;
    }

    private static List<String> lines(String name) throws Exception {
        try (InputStream in = RenewedLeaseTest.class.getResourceAsStream("/fixtures/timelines/" + name + ".jsonl")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
