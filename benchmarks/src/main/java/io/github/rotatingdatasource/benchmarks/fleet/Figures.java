package io.github.rotatingdatasource.benchmarks.fleet;

import io.github.rotatingdatasource.benchmarks.support.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one simulation came to. */
record Figures(Plan plan, Traffic traffic) {
    /** The longer of the windows in which requests are counted. */
    static final int WINDOW = 10;

    static final String[] COLUMNS = {
        "pace",
        "mean per s",
        "peak of 10 s, times the mean",
        "in it",
        "afterwards",
        "peak of 1 s",
        "users made",
        "users alive at most, per replica",
        "connections at most, per replica",
        "replicas that failed"
    };

    private Duration horizon() {
        return plan.incident().horizon(plan.role());
    }

    /** A start is as fast as it is: a replica without a login has nothing else to do. What counts is what comes of it. */
    private Duration from() {
        return plan.incident() == Incident.COLD_START
                ? afterwards()
                : plan.incident().begins();
    }

    private Duration afterwards() {
        return plan.incident().ends().plusSeconds(1);
    }

    /** Returns the requests per second while nothing happens, or over all the time after a cold start. */
    double mean() {
        return plan.incident() == Incident.COLD_START
                ? traffic.mean(afterwards(), horizon())
                : traffic.mean(
                        plan.incident().begins().minusHours(1), plan.incident().begins());
    }

    /** Returns the most requests in so many seconds, in an incident and after it, by the mean. */
    double peak(int window) {
        return traffic.peak(window, from(), horizon()) / mean();
    }

    private double inIt() {
        return traffic.peak(
                        WINDOW, plan.incident().begins(), plan.incident().ends().plusSeconds(WINDOW - 1))
                / mean();
    }

    private double afterIt() {
        return traffic.peak(WINDOW, afterwards(), horizon()) / mean();
    }

    private double perReplica(int count) {
        return (double) count / plan.replicas();
    }

    void row(Table table) {
        table.row(
                plan.pace(),
                Table.figure(mean()),
                Table.figure(peak(WINDOW)),
                Table.figure(inIt()),
                Table.figure(afterIt()),
                Table.figure(peak(1)),
                traffic.minted(Duration.ZERO, horizon()),
                Table.figure(perReplica(traffic.peakOfRoles())),
                Table.figure(perReplica(traffic.peakOfConnections())),
                traffic.replicasThatFailed());
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("incident", plan.incident());
        all.put("role", plan.role());
        all.put("pace", plan.pace());
        all.put("replicas", plan.replicas());
        all.put("meanPerSecond", mean());
        all.put("peakOf10Seconds", peak(WINDOW));
        all.put("peakOf10SecondsInIt", inIt());
        all.put("peakOf10SecondsAfterwards", afterIt());
        all.put("peakOf1Second", peak(1));
        all.put("usersMade", traffic.minted(Duration.ZERO, horizon()));
        all.put("usersAliveAtMost", traffic.peakOfRoles());
        all.put("connectionsAtMost", traffic.peakOfConnections());
        all.put("replicasThatFailed", traffic.replicasThatFailed());
        return all;
    }
}
