package io.github.rotatingdatasource.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
    private static final int REPLICAS = 20_000;

    private static Figures figures(Incident incident, Role role, Pace pace) {
        Plan plan = new Plan(incident, role, pace, REPLICAS, 7);
        return new Figures(plan, Simulation.run(plan));
    }

    private static Figures figures(Incident incident, Pace pace) {
        return figures(incident, Role.HOUR, pace);
    }

    @Test
    void givesTheSameTrafficForTheSamePlan() {
        assertThat(figures(Incident.OUTAGE, Pace.OURS).traffic().rates(10))
                .isEqualTo(figures(Incident.OUTAGE, Pace.OURS).traffic().rates(10));
    }

    @ParameterizedTest
    @EnumSource(names = {"COLD_START", "OUTAGE"})
    void isSpreadByThePolicyOfTheLibraryAndByNoOther(Incident incident) {
        assertThat(figures(incident, Pace.OURS).peak(60)).isLessThan(2);
        assertThat(figures(incident, Pace.FIXED).peak(60)).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(names = {"COLD_START", "OUTAGE", "ROLLOUT"})
    void noReplicaFails(Incident incident) {
        assertThat(figures(incident, Pace.OURS).traffic().replicasThatFailed()).isZero();
    }

    @Test
    void allReplicasFailInAnOutageThatIsLongerThanALease() {
        assertThat(figures(Incident.LONG_OUTAGE, Pace.OURS).traffic().replicasThatFailed())
                .isBetween(1, REPLICAS);
    }

    @Test
    void aStartIsNotHeldAgainstThePace() {
        Traffic traffic = figures(Incident.COLD_START, Pace.OURS).traffic();

        assertThat(traffic.mean(Duration.ZERO, Incident.COLD_START.ends())).isEqualTo(REPLICAS / 5.0);
        assertThat(traffic.peakOfConnections()).isGreaterThanOrEqualTo(10 * REPLICAS);
    }

    @Test
    void aRenewedLoginIsReplacedOnceInADay() {
        Traffic traffic = figures(Incident.COLD_START, Role.DAY, Pace.OURS).traffic();

        assertThat(traffic.minted(Duration.ZERO, Duration.ofHours(23))).isEqualTo(REPLICAS);
        assertThat(traffic.minted(Duration.ofHours(23), Duration.ofHours(24))).isEqualTo(REPLICAS);
    }

    @Test
    void aRolloutMakesAUserForEachReplica() {
        Traffic traffic = figures(Incident.ROLLOUT, Role.DAY, Pace.OURS).traffic();

        assertThat(traffic.minted(Incident.ROLLOUT.begins(), Incident.ROLLOUT.ends()))
                .isEqualTo(REPLICAS);
    }
}
