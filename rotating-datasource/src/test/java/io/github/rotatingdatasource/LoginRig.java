package io.github.rotatingdatasource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A stub of a database with room for three connections, and the logins into it. */
final class LoginRig implements AutoCloseable {
    static final int PERMITS = 3;

    final StubDatabase database = new StubDatabase();
    final Permits permits = new Permits(PERMITS);
    final AtomicInteger refusals = new AtomicInteger();
    final Login login = login(null, null);
    private volatile Duration limit = Duration.ofMinutes(1);

    Login login(String schema, String initSql) {
        LoginSetup setup = new LoginSetup(schema, initSql, () -> limit.toNanos());
        return new Login(
                database::getConnection, PoolRig.credential(), setup, permits, evidence -> refusals.incrementAndGet());
    }

    /** Lets logins that wait be given up after 200 ms. */
    void losePatience() {
        limit = Duration.ofMillis(200);
    }

    @Override
    public void close() {
        database.wakeUp();
        database.letCloses();
    }
}
