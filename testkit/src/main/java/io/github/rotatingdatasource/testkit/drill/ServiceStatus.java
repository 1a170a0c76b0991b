package io.github.rotatingdatasource.testkit.drill;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the endpoint of the Spring Boot starter answers: one JSON object without objects in it, and without a secret.
 *
 * @param json the answer's body
 */
record ServiceStatus(String json) {
    private static final String VALUE = "\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?[0-9]+))";

    /** Returns the value of this name as it is written, without quotes. */
    Optional<String> text(String name) {
        Matcher matcher = Pattern.compile("\"" + name + VALUE).matcher(json);
        return matcher.find()
                ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                : Optional.empty();
    }

    private long number(String name) {
        String found = text(name).orElse("");
        if (!found.matches("-?[0-9]{1,18}")) {
            throw new NotRunException("wanted the status of one rotating data source, with a number \"" + name
                    + "\", found an answer without; the address must end in the name of the data source");
        }
        return Long.parseLong(found);
    }

    long generation() {
        return number("generation");
    }

    /** Returns whether a later generation serves than before, and alone. */
    boolean isNextOf(ServiceStatus before) {
        return generation() > before.generation() && hasDrained();
    }

    /** Says how this stands, after that. No login is shown. */
    String comparedWith(ServiceStatus before) {
        String login = text("credential").equals(before.text("credential")) ? "the same login" : "another login";
        String alone = hasDrained() ? "alone, " : "and older connections are still out, ";
        String failure = text("sourceFailure").map(why -> "; source: " + why).orElse("");
        return "generation " + generation() + " serves " + alone + "with " + login + failure;
    }

    private boolean hasDrained() {
        return number("draining") == 0 && number("oldConnections") == 0;
    }
}
