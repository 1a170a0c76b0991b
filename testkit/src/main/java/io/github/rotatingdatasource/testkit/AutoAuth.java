package io.github.rotatingdatasource.testkit;

/** Whether a {@link VaultAgent} sends its own token: its setting {@code use_auto_auth_token}. */
public enum AutoAuth {
    /** Only if the client sends no {@code X-Vault-Token}: {@code true}. */
    IF_MISSING,

    /** Always, and drops the client's: {@code "force"}. */
    ALWAYS,

    /** Never: {@code false}. */
    NEVER
}
