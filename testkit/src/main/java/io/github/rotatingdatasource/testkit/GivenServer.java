package io.github.rotatingdatasource.testkit;

import java.util.Locale;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A PostgreSQL that somebody else starts and stops, with a superuser's login.
 *
 * @param url the JDBC URL of the one database that is used
 */
record GivenServer(String url, String superuser, String password, String host, int port) implements Server {
    static GivenServer at(String url, String superuser, String password) {
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "url must be a JDBC URL of PostgreSQL, but is " + withoutParameters(url));
        }
        if (parsed.containsKey("user") || parsed.containsKey("password")) {
            throw new IllegalArgumentException(
                    "url must be without user and password, but has one: " + withoutParameters(url));
        }
        return new GivenServer(
                url, superuser, password, first(parsed, "PGHOST"), Integer.parseInt(first(parsed, "PGPORT")));
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public String url(String database) {
        return url;
    }

    @Override
    public String log() {
        throw new UnsupportedOperationException("the log of " + this + " is not known, so no logins can be counted");
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException(this + " is not the testkit's to stop");
    }

    @Override
    public void startAgain() {
        throw new UnsupportedOperationException(this + " is not the testkit's to start");
    }

    @Override
    public void close() {
        // whoever started it stops it
    }

    @Override
    public String toString() {
        return "the postgresql at " + withoutParameters(url);
    }

    /** The driver knows several hosts, separated by commas. */
    private static String first(Properties parsed, String key) {
        return parsed.getProperty(key).split(",", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static String withoutParameters(String url) {
        return url.split("\\?", 2)[0];
    }
}
