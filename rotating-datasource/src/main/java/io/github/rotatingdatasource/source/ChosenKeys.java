package io.github.rotatingdatasource.source;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that a user chose; where one is {@code null}, the format knows better. */
record ChosenKeys(
        @Nullable String username,
        @Nullable String password,
        @Nullable String leaseId,
        @Nullable String ttl) {
    boolean areNone() {
        return !nameLogin() && leaseId == null && ttl == null;
    }

    private boolean nameLogin() {
        return username != null || password != null;
    }

    /** Throws {@link IllegalArgumentException} unless all keys differ, in whichever of the shapes they are used. */
    void check(List<Shape> shapes) {
        for (Shape shape : shapes) {
            or(shape.withLength());
            or(shape.withTtl());
        }
    }

    /** Returns the keys under which {@code entries} have their credential. */
    CredentialKeys in(Map<String, String> entries, List<Shape> shapes) throws CredentialUnavailable {
        Shape shape = nameLogin() ? shapes.get(0) : Shape.of(entries, shapes);
        return or(shape.keys(entries));
    }

    private CredentialKeys or(CredentialKeys others) {
        return new CredentialKeys(
                username == null ? others.username() : username,
                password == null ? others.password() : password,
                leaseId == null ? others.leaseId() : leaseId,
                ttl == null ? others.ttl() : ttl);
    }
}
