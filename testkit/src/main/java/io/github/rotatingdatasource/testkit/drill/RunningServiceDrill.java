package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.drill.Attempts.Attempt;
import io.github.rotatingdatasource.testkit.drill.DrillReport.Counts;
import io.github.rotatingdatasource.testkit.drill.DrillReport.Period;
import io.github.rotatingdatasource.testkit.drill.DrillReport.Recovery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The monthly drill, on a service that runs: asks the actuator endpoint of the Spring Boot starter how a data source stands, has it
 * rotated, and watches until the next generation serves alone, while it asks the service for something else and counts failures.
 *
 * <p>Immutable. {@link #main} runs it from a command line.
 */
public final class RunningServiceDrill {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;
    private final URI probe;
    private final Map<String, String> headers;
    private final Duration limit;
    private final boolean rotates;

    private RunningServiceDrill(URI endpoint, URI probe, Map<String, String> headers, Duration limit, boolean rotates) {
        this.endpoint = endpoint;
        this.probe = probe;
        this.headers = headers;
        this.limit = limit;
        this.rotates = rotates;
    }

    /**
     * Returns a drill that rotates, and waits two minutes at most for the next generation to serve alone.
     *
     * @param endpoint the endpoint with the data source's name, such as
     *     {@code http://localhost:8080/actuator/rotatingdatasource/rotating-datasource}
     * @param probe what is asked meanwhile with GET, and must be answered with a status from 200 to 299; something that needs the
     *     database
     */
    public static RunningServiceDrill of(URI endpoint, URI probe) {
        return new RunningServiceDrill(endpoint, probe, Map.of(), Duration.ofMinutes(2), true);
    }

    /** Returns the same drill that sends this header with each request, such as {@code Authorization}. */
    public RunningServiceDrill withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new RunningServiceDrill(endpoint, probe, more, limit, rotates);
    }

    /** Returns the same drill with another limit for how long it waits. */
    public RunningServiceDrill withLimit(Duration another) {
        return new RunningServiceDrill(endpoint, probe, headers, another, rotates);
    }

    /**
     * Returns the same drill that only watches, while somebody else makes a rotation: restarts the sidecar, or revokes the lease.
     * It needs to read the endpoint only.
     */
    public RunningServiceDrill onlyWatching() {
        return new RunningServiceDrill(endpoint, probe, headers, limit, false);
    }

    /**
     * Runs the drill with so many threads that probe, and returns what came of it.
     *
     * @throws AssertionError if the probe is not answered well before the drill begins, or the next generation does not serve
     *     alone within the limit
     * @throws IllegalStateException if the endpoint does not answer as it should, with what is to be changed
     * @throws IOException if it does not answer at all
     */
    public DrillReport run(int threads) throws IOException, InterruptedException {
        ServiceStatus before = status();
        Timeline timeline = new Timeline();
        try (Crowd crowd = new Crowd(threads, Request.of(request(probe).build()), new Secrets())) {
            crowd.begin();
            long begun = System.nanoTime();
            timeline.add("service: generation " + before.generation() + " serves");
            timeline.add(rotates ? "rotate: " + rotate() : "watch: until somebody else makes a rotation");
            ServiceStatus after = awaitNext(before, begun);
            timeline.add("service: " + after.comparedWith(before));
            crowd.settle();
            DrillReport report = report(crowd.stop(), begun, timeline);
            return report.check(
                    after.isNextOf(before),
                    "wanted the next generation to serve alone, found " + after.comparedWith(before));
        }
    }

    private static DrillReport report(List<List<Attempt>> attempts, long begun, Timeline timeline) {
        long end = System.nanoTime();
        Counts counts = new Counts(OptionalLong.empty(), OptionalLong.empty(), 0, 0);
        Period period = new Period(begun, end, List.of(new Recovery(begun, end)));
        return new DrillReport(attempts, period, timeline.since(begun), counts);
    }

    /**
     * Runs the drill from a command line, prints what came of it, and ends with 0 if no request failed and the next generation
     * serves alone, with 1 if not, and with 2 if the drill could not be run. Without arguments it says which there are.
     */
    public static void main(String[] arguments) {
        System.exit(ServiceArguments.run(arguments, System.getenv(), System.out));
    }

    private ServiceStatus status() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(endpoint).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("wanted the status of a data source, found status " + answer.statusCode()
                    + hint(answer.statusCode()));
        }
        return new ServiceStatus(answer.body());
    }

    private String rotate() throws IOException, InterruptedException {
        HttpRequest post = request(endpoint).POST(BodyPublishers.noBody()).build();
        HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "wanted a rotation, found status " + answer.statusCode() + hint(answer.statusCode()));
        }
        ServiceStatus outcome = new ServiceStatus(answer.body());
        String failed = outcome.text("message").map(why -> ": " + why).orElse("");
        return outcome.text("outcome").orElse("unknown") + failed;
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 -> ": give the drill a header that lets it in";
            case 404 -> ": the endpoint must be exposed, and the address must end in the name of the data source";
            case 405 -> ": the endpoint must be writable, management.endpoint.rotatingdatasource.access=unrestricted";
            default -> "";
        };
    }

    private ServiceStatus awaitNext(ServiceStatus before, long begun) throws IOException, InterruptedException {
        ServiceStatus now = status();
        while (!now.isNextOf(before) && System.nanoTime() - begun < limit.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            now = status();
        }
        return now;
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT);
        headers.forEach(request::header);
        return request;
    }
}
