package io.github.rotatingdatasource.benchmarks.fleet;

/** What is simulated. */
record Plan(Incident incident, Role role, Pace pace, int replicas, long seed) {
    @Override
    public String toString() {
        return incident + ", " + role + ", " + pace + ", " + replicas + " replicas";
    }
}
