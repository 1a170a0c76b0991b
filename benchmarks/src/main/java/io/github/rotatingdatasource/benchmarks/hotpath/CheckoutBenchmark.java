package io.github.rotatingdatasource.benchmarks.hotpath;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A checkout and its return, each data source in JVMs of its own: what they cost, not how they compare. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CheckoutBenchmark {
    static final String HIKARI = "hikari";
    static final String ROTATING = "rotating";
    static final String ROTATED = "rotated";

    /** Bare HikariCP, ours before the first rotation, or ours after ten rotations and every state. */
    @Param({HIKARI, ROTATING, ROTATED})
    public String subject = HIKARI;

    private DataSource dataSource = new StubDatabase();
    private AutoCloseable closing = () -> {};

    /** Called by JMH. */
    public CheckoutBenchmark() {}

    /** Opens what is to be measured. */
    @Setup
    public void open() throws SQLException {
        if (subject.equals(HIKARI)) {
            open(new HikariDataSource(new StubDatabase().pool(subject)));
        } else {
            open(new StubDatabase().rotating(subject));
        }
    }

    private void open(HikariDataSource pool) {
        measure(pool, pool);
    }

    private void measure(DataSource pool, AutoCloseable closingIt) {
        dataSource = pool;
        closing = closingIt;
    }

    private void open(RotatingDataSource rotating) throws SQLException {
        measure(rotating, rotating);
        if (subject.equals(ROTATED)) {
            States.seeAll();
            Rotations.make(rotating, HotPath.ROTATIONS);
        }
    }

    /** Closes it. */
    @TearDown
    public void close() throws Exception {
        closing.close();
    }

    /** Takes a connection and gives it back. */
    @Benchmark
    public void checkout(Blackhole hole) throws SQLException {
        Connection connection = dataSource.getConnection();
        hole.consume(connection);
        connection.close();
    }
}
