package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rotatingdatasource.source.VaultPath.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultPathTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "DATABASE_ROLE, -, app-readonly, /v1/database/creds/app-readonly",
                "DATABASE_ROLE, team/db, App_1.x, /v1/team/db/creds/App_1.x",
                "STATIC_ROLE, -, app, /v1/database/static-creds/app",
                "KV1, -, team/appdb, /v1/kv/team/appdb",
                "KV2, -, appdb, /v1/secret/data/appdb",
                "KV2, apps/kv2, a/b, /v1/apps/kv2/data/a/b"
            })
    void isSpelledOneWay(Kind kind, @Nullable String mount, String name, String text) {
        assertThat(kind.at(mount, name, null, null).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a b", "../sys", "a..b", "..", ".", "a/", "/a", "a//b", "a/./b", "a?x=1", "a#b", "a%2fb", "ä",
                "a\n"
            })
    void takesNoNameThatWouldHaveToBeEscaped(String name) {
        for (Kind kind : Kind.values()) {
            assertThatIllegalArgumentException().isThrownBy(() -> kind.at(null, name, null, null));
            assertThatIllegalArgumentException().isThrownBy(() -> kind.at(name, "app", null, null));
        }
    }

    @Test
    void aRoleIsOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kind.DATABASE_ROLE.at(null, "a/b", null, null))
                .withMessageContaining("role must be")
                .withMessageContaining("a/b");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"'', -", "' ', -", "-, ''", "password, -", "-, username", "a, a"})
    void theKeysAreTwoNames(@Nullable String usernameKey, @Nullable String passwordKey) {
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.KV1.at(null, "app", usernameKey, passwordKey));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team-a", "team-a/", "team-a/sub"})
    void aNamespaceStaysAsItIs(String namespace) {
        assertThat(VaultPath.namespace(namespace)).isEqualTo(namespace);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a\r\nX-Vault-Token: b", "a b", "..", "a//"})
    void aNamespaceFitsAHeader(String namespace) {
        assertThatIllegalArgumentException().isThrownBy(() -> VaultPath.namespace(namespace));
    }
}
