package io.github.rotatingdatasource.testkit.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;

/** An application without a pool, which reads the file for each request. */
final class LoginFile {
    private LoginFile() {}

    static Request request(Drill drill, String sql) {
        return () -> {
            try (Connection connection = connect(drill);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        };
    }

    static Map<String, String> read(Drill drill) throws IOException {
        return Files.readAllLines(drill.file()).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    static Connection connect(Drill drill) throws IOException, SQLException {
        Map<String, String> login = read(drill);
        return drill.database().connect(login.get("DB_USER"), login.get("DB_PASS"));
    }
}
