package io.github.rotatingdatasource.source;

import java.util.List;
import java.util.Map;

/** A file that is a token, as {@link CredentialFormat#token(String)} describes it. Immutable. */
final class TokenFormat implements KeyedFormat {
    /** The longest that PostgreSQL takes at login, and far more than any cloud makes. */
    static final int LONGEST = 65_535;

    private static final String USERNAME = "username";
    private static final String TOKEN = "token";
    private static final List<Shape> SHAPES = List.of(new Shape(USERNAME, TOKEN, "lease_id", "lease_duration", null));

    private final String username;

    TokenFormat(String username) {
        if (username.isEmpty()) {
            throw new IllegalArgumentException("username of a token must not be empty");
        }
        this.username = username;
    }

    @Override
    public Map<String, String> entries(String text) throws CredentialUnavailable {
        String token = LineEnd.removedFrom(text);
        if (token.isBlank()) {
            throw new CredentialUnavailable("wanted a token, but found only white space");
        }
        if (token.indexOf('\n') >= 0 || token.indexOf('\r') >= 0) {
            throw new CredentialUnavailable("wanted a token in one line, but found more than one line");
        }
        if (token.length() > LONGEST) {
            throw new CredentialUnavailable(
                    "wanted a token of " + LONGEST + " characters at most, but found " + token.length());
        }
        return Map.of(USERNAME, username, TOKEN, token);
    }

    /** Tokens end nowhere in particular, so only the line end of a writer says that there is no more to come. */
    @Override
    public boolean isWhole(String text) {
        return text.endsWith("\n");
    }

    @Override
    public List<Shape> shapes() {
        return SHAPES;
    }

    @Override
    public boolean isLoginOnly() {
        return true;
    }
}
