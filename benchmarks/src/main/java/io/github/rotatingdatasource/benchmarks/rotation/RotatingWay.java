package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;

/** Ours, told to rotate, so that no watching of files is measured. */
final class RotatingWay implements Way {
    /** The mark of a pool that was closed, which is a second after its last connection. */
    static final String DRAINED = "drained";

    /** The mark of a rotation that was not a hand-over. */
    static final String NO_HAND_OVER = "no hand-over";

    private final Rig rig;
    private final Marks marks;
    private final RotatingDataSource dataSource;
    private volatile IssuedLease lease;

    RotatingWay(Rig rig, IssuedLease first, int headroom, Marks marks) throws SQLException {
        this.rig = rig;
        this.lease = first;
        this.marks = marks;
        this.dataSource = RotatingDataSource.builder()
                .pool(rig.pool())
                .source(() -> {
                    rig.source().check();
                    return Rig.credential(lease);
                })
                .policy(RotationPolicy.defaults().withHeadroom(headroom).withDistance(Duration.ZERO))
                .listener((name, event) -> mark(event))
                .build();
        Rig.await("the pool is full", () -> dataSource.status().connections() == rig.poolSize());
    }

    private void mark(RotationEvent event) {
        String name = event.getClass().getSimpleName();
        marks.now(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public boolean offer(IssuedLease next) {
        lease = next;
        return true;
    }

    @Override
    public void rotate(IssuedLease next) throws InterruptedException {
        IssuedLease before = lease;
        lease = next;
        RotationEvent.Outcome outcome = dataSource.rotateNow();
        if (!(outcome instanceof RotationEvent.Rotated rotated) || rotated.cutOver()) {
            marks.now(NO_HAND_OVER); // it may be so where sessions are killed
        }
        rig.awaitGone(before);
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
