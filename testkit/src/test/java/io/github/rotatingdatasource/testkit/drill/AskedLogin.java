package io.github.rotatingdatasource.testkit.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A login that was asked of the sidecar over HTTP. */
record AskedLogin(String username, String password) {
    static AskedLogin of(Drill drill) throws IOException, InterruptedException {
        URI address = drill.address().resolve("/v1/database/creds/" + drill.role());
        String answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
        return new AskedLogin(text(answer, "username"), text(answer, "password"));
    }

    Connection connect(Drill drill) throws SQLException {
        return drill.database().connect(username, password);
    }

    private static String text(String answer, String name) throws IOException {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"")
                .matcher(answer)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow(() -> new IOException("wanted a login, found none"));
    }
}
