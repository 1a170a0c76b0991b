package io.github.rotatingdatasource.benchmarks.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("database")
class WayTest {
    private static Rig rig;

    @BeforeAll
    static void start() throws SQLException {
        rig = new Rig(2, Duration.ZERO);
    }

    @AfterAll
    static void stop() throws SQLException {
        rig.close();
    }

    private static String user(Way way) throws SQLException {
        try (Connection connection = way.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_user")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Tomcat hands each idle connection out once more. */
    private static void useUp(Way way) throws SQLException {
        try (Connection one = way.dataSource().getConnection();
                Connection other = way.dataSource().getConnection()) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "AWS"})
    void hasTheNewLoginAfterARotation(Way.Kind kind) throws Exception {
        IssuedLease first = rig.leases().issue();
        IssuedLease next = rig.leases().issue();
        try (Way way = kind.open(rig, first, 1, new Marks())) {
            assertThat(user(way)).isEqualTo(first.username());
            way.rotate(next);
            useUp(way);
            assertThat(user(way)).isEqualTo(next.username());
        }
    }

    @Test
    void thatOfAwsKeepsTheOldOneUntilItIsRefused() throws Exception {
        IssuedLease first = rig.leases().issue();
        try (Way way = Way.Kind.AWS.open(rig, first, 1, new Marks())) {
            way.rotate(rig.leases().issue());
            assertThat(user(way)).isEqualTo(first.username());
        }
    }
}
