package io.github.rotatingdatasource.source;

import java.net.URI;
import java.time.Instant;

/** A source that asks a fake sidecar, by a clock that stands still. */
final class SidecarRig {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String READ = "GET /v1/database/creds/app";
    static final String RENEW = "PUT /v1/sys/leases/renew";
    static final String REVOKE = "PUT /v1/sys/leases/revoke";
    static final String CLEAR = "POST /agent/v1/cache-clear";
    static final String CLEAR_PROXY = "POST /proxy/v1/cache-clear";

    final FakeSidecar sidecar = new FakeSidecar();
    final ManualClock clock = new ManualClock(NOON);

    SidecarSourceBuilder bare() {
        return CredentialSource.sidecarSource(URI.create("http://127.0.0.1:8100"))
                .clock(clock)
                .asking(sidecar);
    }

    SidecarSourceBuilder builder() {
        return bare().databaseRole("app");
    }

    SidecarRig later(long seconds) {
        clock.set(clock.instant().plusSeconds(seconds));
        return this;
    }
}
