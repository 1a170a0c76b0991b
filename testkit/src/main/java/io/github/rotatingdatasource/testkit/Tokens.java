package io.github.rotatingdatasource.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that a {@link VaultApi} knows. Thread-safe: the map guards itself. */
final class Tokens {
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();

    String issue(String displayName, TokenPolicy policy) {
        String token = "s." + RandomText.alphanumeric(24);
        owners.put(token, new Owner(displayName, policy));
        return token;
    }

    void revoke(String token) {
        owners.remove(token);
    }

    Optional<Owner> ownerOf(Request request) {
        return Optional.ofNullable(owners.get(sent(request)));
    }

    /** Returns the token of this request, or an empty text. */
    static String sent(Request request) {
        return request.header("X-Vault-Token")
                .or(() -> request.header("Authorization")
                        .filter(value -> value.startsWith("Bearer "))
                        .map(value -> value.substring("Bearer ".length())))
                .orElse("");
    }

    /** Who has logged in, and what that allows. Its text is its name; the token is not in it. */
    record Owner(String displayName, TokenPolicy policy) {}
}
