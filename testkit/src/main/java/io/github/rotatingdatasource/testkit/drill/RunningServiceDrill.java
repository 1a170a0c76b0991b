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
     * @throws IllegalArgumentException if one of them does not begin with http:// or https:// and a host
     */
    public static RunningServiceDrill of(URI endpoint, URI probe) {
        return new RunningServiceDrill(checked(endpoint), checked(probe), Map.of(), Duration.ofMinutes(2), true);
    }

    static URI checked(URI address) {
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new UsageException("an address must begin with http:// or https:// and a host");
        }
        return address;
    }

    /**
     * Returns the same drill that sends this header with each request, such as {@code Authorization}.
     *
     * @param value the value; white space around it, such as the end of a line, is left out
     * @throws IllegalArgumentException if HTTP does not allow the name or the value; the message does not show the value
     */
    public RunningServiceDrill withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value.strip());
        check(name, value.strip());
        return new RunningServiceDrill(endpoint, probe, more, limit, rotates);
    }

    /** The JDK's own message would show the value, so it is not even the cause. */
    private static void check(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException notAllowed) {
            throw new UsageException("the name and the value of a header must be what http allows: one line each,"
                    + " and not one of the names that the client sets itself");
        }
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
     *     alone in time, or the endpoint fails meanwhile
     * @throws IllegalStateException if the endpoint does not answer as it should before the rotation, with what is to be changed
     * @throws IOException if it does not answer at all before the rotation
     */
    public DrillReport run(int threads) throws IOException, InterruptedException {
        ServiceStatus before = status();
        long generation = before.generation();
        Timeline timeline = new Timeline();
        try (Crowd crowd = new Crowd(threads, Request.of(request(probe).build()), new Secrets())) {
            crowd.begin();
            long begun = System.nanoTime();
            timeline.add("service: generation " + generation + " serves");
            timeline.add(rotates ? "rotate: " + rotate() : "watch: until somebody else makes a rotation");
            Finding after = awaitNext(before, begun);
            timeline.add("service: " + after.words());
            crowd.settle();
            return report(crowd.stop(), begun, timeline)
                    .check(after.isGood(), "wanted the next generation to serve alone, found " + after.words());
        }
    }

    /** How the service stands after the rotation. */
    private record Finding(boolean isGood, String words) {}

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
            throw new NotRunException("wanted the status of a data source, found status " + answer.statusCode()
                    + hint(answer.statusCode()));
        }
        return new ServiceStatus(answer.body());
    }

    /** Returns what came of the request to rotate. Whether there was a rotation, the next status shows, not this answer. */
    private String rotate() throws InterruptedException {
        HttpRequest post = request(endpoint).POST(BodyPublishers.noBody()).build();
        try {
            HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? outcome(new ServiceStatus(answer.body()))
                    : notRotated(answer.statusCode());
        } catch (IOException silent) {
            return "no answer, " + silent.getClass().getSimpleName();
        }
    }

    private static String outcome(ServiceStatus answered) {
        String failed = answered.text("message").map(why -> ": " + why).orElse("");
        return answered.text("outcome").orElse("unknown") + failed;
    }

    private static String notRotated(int status) {
        if (status / 100 == 4) { // nothing has begun: it must be asked otherwise
            throw new NotRunException("wanted a rotation, found status " + status + hint(status));
        }
        return "status " + status;
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 -> ": give the drill a header that lets it in";
            case 404 -> ": the endpoint must be exposed, and the address must end in the name of the data source";
            case 405 -> ": the endpoint must be writable, management.endpoint.rotatingdatasource.access=unrestricted";
            default -> "";
        };
    }

    /** An endpoint that fails now is not one that was never there: the service may have gone down with the rotation. */
    private Finding awaitNext(ServiceStatus before, long begun) throws InterruptedException {
        try {
            ServiceStatus now = status();
            while (!now.isNextOf(before) && System.nanoTime() - begun < limit.toNanos()) {
                LockSupport.parkNanos(PAUSE.toNanos());
                now = status();
            }
            return new Finding(now.isNextOf(before), now.comparedWith(before));
        } catch (IOException silent) {
            return new Finding(
                    false,
                    "an endpoint that does not answer, " + silent.getClass().getSimpleName());
        } catch (NotRunException notOurs) {
            return new Finding(false, "an endpoint that fails: " + notOurs.getMessage());
        }
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT);
        headers.forEach(request::header);
        return request;
    }
}
