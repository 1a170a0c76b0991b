package io.github.rotatingdatasource.testkit;

/**
 * A header of a request or a reply. Its {@link #toString()} leaves the value out, which may be a token.
 *
 * @param name as it was written
 * @param value without spaces around it
 */
public record Header(String name, String value) {
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
        return name;
    }
}
