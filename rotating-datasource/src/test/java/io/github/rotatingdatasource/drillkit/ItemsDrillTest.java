package io.github.rotatingdatasource.drillkit;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.testkit.drill.Drill;
import io.github.rotatingdatasource.testkit.drill.RotationDrill;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example of docs/drills.md. */
@Tag("database")
// docs/drills.md: begin
@RotationDrill(setUp = {"CREATE TABLE item (id int PRIMARY KEY, amount int)", "INSERT INTO item VALUES (1, 0)"})
class ItemsDrillTest {
    @Test
    void sellsOnWhileTheLoginRotates(Drill drill) throws Exception {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(drill.url());
        try (RotatingDataSource dataSource = RotatingDataSource.builder()
                .pool(pool)
                .source(CredentialSource.file(drill.file()))
                .build()) {
            drill.load(8, () -> sell(dataSource)).through(drill::rotate).assertNoFailedRequest();
        }
    }

    private static void sell(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.createStatement().executeUpdate("UPDATE item SET amount = amount + 1 WHERE id = 1");
        }
    }
}
// docs/drills.md: end
