package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template as Vault Agent is given it: the part of its language that a credential file needs. That is one block
 * <code>{{ with secret "database/creds/app" }}</code> to <code>{{ end }}</code>, and in it {@code .LeaseID},
 * {@code .LeaseDuration} and {@code .Data} with a key, of which a login has {@code username} and {@code password}.
 *
 * <p>Any other key of {@code .Data} is {@code <no value>}, as the agent writes it. What else the language has is refused.
 *
 * <p>Immutable.
 */
public final class AgentTemplate implements CredentialTemplate {
    private static final Pattern ACTION = Pattern.compile("\\{\\{ *(.*?) *}}");
    private static final Pattern BLOCK = Pattern.compile("(?s)\\{\\{ with secret \"([^\"]+)\" }}(.*)\\{\\{ end }}\n?");
    private static final Pattern VALUE = Pattern.compile("\\.LeaseID|\\.LeaseDuration|\\.Data\\.\\w+");

    private final String path;
    private final String body;
    private final String rest;

    private AgentTemplate(String path, String body, String rest) {
        this.path = path;
        this.body = body;
        this.rest = rest;
    }

    /**
     * Returns the template with this text.
     *
     * @throws IllegalArgumentException if it is more than such a block
     */
    public static AgentTemplate of(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.matches()) {
            throw new IllegalArgumentException(
                    "wanted a block \"with secret\" and nothing around it, but found: " + text);
        }
        ACTION.matcher(block.group(2)).results().forEach(AgentTemplate::check);
        return new AgentTemplate(block.group(1), block.group(2), text.endsWith("\n") ? "\n" : "");
    }

    private static void check(MatchResult action) {
        if (!VALUE.matcher(action.group(1)).matches()) {
            throw new IllegalArgumentException(
                    "wanted .LeaseID, .LeaseDuration or .Data with a key, but found: " + action.group());
        }
    }

    /** Returns what the agent reads, such as {@code database/creds/app}. */
    public String path() {
        return path;
    }

    @Override
    public String render(String username, String password, String leaseId, Duration ttl) {
        Map<String, String> values = Map.of(
                ".Data.username", username,
                ".Data.password", password,
                ".LeaseID", leaseId,
                ".LeaseDuration", Long.toString(ttl.toSeconds()));
        return ACTION.matcher(body)
                        .replaceAll(
                                action -> Matcher.quoteReplacement(values.getOrDefault(action.group(1), "<no value>")))
                + rest;
    }
}
