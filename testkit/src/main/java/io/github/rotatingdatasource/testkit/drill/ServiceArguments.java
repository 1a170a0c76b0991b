package io.github.rotatingdatasource.testkit.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

/** The command line of {@link RunningServiceDrill}. */
final class ServiceArguments {
    private static final String USAGE = """
        usage: --endpoint URL --probe URL [--threads N] [--limit SECONDS] [--watch]

          --endpoint  http://localhost:8080/actuator/rotatingdatasource/rotating-datasource, or where yours is
          --probe     what is asked with GET meanwhile, and needs the database
          --threads   how many probe at a time, 4 by default
          --limit     how long to wait for the next generation to serve alone, 120 by default
          --watch     rotate nothing, and wait for a rotation that somebody else makes

        The environment variable DRILL_AUTHORIZATION is sent as the header Authorization.""";
    private static final int SURVIVED = 0;
    private static final int DID_NOT = 1;
    private static final int NOT_RUN = 2;

    private URI endpoint = URI.create("");
    private URI probe = URI.create("");
    private int threads = 4;
    private Duration limit = Duration.ofMinutes(2);
    private boolean watching;

    private ServiceArguments() {}

    /** Runs the drill that the arguments ask for, and returns the exit status. */
    static int run(String[] arguments, Map<String, String> environment, PrintStream out) {
        try {
            ServiceArguments read = read(arguments);
            DrillReport report = read.drill(environment).run(read.threads).assertNoFailedRequest();
            out.println("the service survived the drill\n\n" + report);
            return SURVIVED;
        } catch (AssertionError found) {
            out.println(found.getMessage());
            return DID_NOT;
        } catch (UsageException wrong) {
            out.println(wrong.getMessage() + "\n\n" + USAGE);
            return NOT_RUN;
        } catch (NotRunException notRun) {
            out.println("the drill could not be run: " + notRun.getMessage());
            return NOT_RUN;
        } catch (IOException silent) {
            out.println("the drill could not be run: the endpoint does not answer, "
                    + silent.getClass().getSimpleName());
            return NOT_RUN;
        } catch (RuntimeException unexpected) { // not its message: it is not ours, and may hold a secret
            out.println("the drill could not be run: " + unexpected.getClass().getSimpleName());
            return NOT_RUN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return NOT_RUN;
        }
    }

    private RunningServiceDrill drill(Map<String, String> environment) {
        RunningServiceDrill drill = RunningServiceDrill.of(endpoint, probe).withLimit(limit);
        String authorization =
                environment.getOrDefault("DRILL_AUTHORIZATION", "").strip();
        RunningServiceDrill permitted =
                authorization.isEmpty() ? drill : drill.withHeader("Authorization", authorization);
        return watching ? permitted.onlyWatching() : permitted;
    }

    private static ServiceArguments read(String[] arguments) {
        ServiceArguments read = new ServiceArguments();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--watch")) {
                read.watching = true;
            } else {
                String name = arguments[i];
                i++;
                read.take(name, i < arguments.length ? arguments[i] : "");
            }
        }
        read.check();
        return read;
    }

    private void take(String name, String value) {
        switch (name) {
            case "--endpoint" -> endpoint = address(name, value);
            case "--probe" -> probe = address(name, value);
            case "--threads" -> threads = number(name, value);
            case "--limit" -> limit = Duration.ofSeconds(number(name, value));
            default -> throw new UsageException("there is no argument " + name);
        }
    }

    private static URI address(String name, String value) {
        try {
            return RunningServiceDrill.checked(new URI(value));
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            throw new UsageException(name + " must be an address that begins with http:// or https:// and a host");
        }
    }

    private static int number(String name, String value) {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new UsageException(name + " must be a number from 1 on, but is " + value);
        }
        return Integer.parseInt(value);
    }

    private void check() {
        if (endpoint.getHost() == null || probe.getHost() == null) {
            throw new UsageException("--endpoint and --probe must be addresses with a host");
        }
    }
}
