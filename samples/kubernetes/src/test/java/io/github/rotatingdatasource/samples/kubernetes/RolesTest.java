package io.github.rotatingdatasource.samples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles can do what they must, and nothing else. */
@Tag("database")
class RolesTest {
    private static final String DENIED = "42501";
    private static final Map<String, String> LOGIN =
            Map.of("name", "v-kubernet-shop-1", "password", "first", "expiration", "2099-01-01 00:00:00+0000");

    private Connection vault;
    private Connection login;

    @BeforeEach
    void makeALogin() throws SQLException {
        vault = Shop.as(Shop.VAULT);
        Shop.run(vault, Shop.sql("creation", LOGIN));
        login = Shop.database().connect(LOGIN.get("name"), "first");
        try (Connection owner = Shop.as(Shop.OWNER)) {
            Shop.run(owner, "CREATE TABLE item (id serial PRIMARY KEY, name text)"); // later than the login
        }
    }

    @AfterEach
    void tearDown() throws SQLException {
        login.close();
        Shop.run(vault, Shop.sql("revocation", LOGIN));
        vault.close();
        Shop.database().execute("DROP TABLE shop.item");
    }

    private static void assertDenied(ThrowingCallable work) {
        assertFails(DENIED, work);
    }

    private static void assertFails(String state, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        denied -> assertThat(denied.getSQLState()).isEqualTo(state));
    }

    @Test
    void aLoginWorksOnTablesThatWereMadeAfterIt() {
        assertThatCode(() -> Shop.run(
                        login,
                        "INSERT INTO item (name) VALUES ('tea'); UPDATE item SET name = 'tee'; DELETE FROM item"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE mine (id int)",
                "CREATE TABLE public.mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "DROP TABLE item",
                "TRUNCATE item",
                "CREATE ROLE mine"
            })
    void aLoginOwnsNothing(String sql) {
        assertDenied(() -> Shop.run(login, sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM shop.item",
                "SET ROLE shop_app",
                "SET ROLE shop_owner",
                "GRANT shop_owner TO \"v-kubernet-shop-1\"",
                "ALTER ROLE shop_owner PASSWORD 'mine'",
                "ALTER ROLE postgres PASSWORD 'mine'",
                "DROP ROLE shop_owner"
            })
    void vaultCanOnlyMakeLogins(String sql) {
        assertDenied(() -> Shop.run(vault, sql));
    }

    @Test
    void vaultRenewsALogin() throws SQLException {
        Shop.run(
                vault,
                Shop.sql("renewal", Map.of("name", LOGIN.get("name"), "expiration", "2098-01-01 00:00:00+0000")));

        assertThat(Shop.database()
                        .query(
                                Integer.class,
                                "SELECT extract(year FROM rolvaliduntil)::int FROM pg_roles WHERE rolname = ?",
                                LOGIN.get("name")))
                .isEqualTo(2098);
    }

    @Test
    void vaultDropsALoginThatIsAtWork() throws SQLException {
        Shop.run(login, "INSERT INTO item (name) VALUES ('tea')");

        Shop.run(vault, Shop.sql("revocation", LOGIN));

        assertDenied(() -> Shop.run(login, "SELECT * FROM shop.item"));
        assertThatThrownBy(() -> Shop.database().connect(LOGIN.get("name"), "first"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aDroppedLoginFindsNoTableWhoseSchemaIsNotNamed() throws SQLException {
        Shop.run(vault, Shop.sql("revocation", LOGIN));

        assertFails("42P01", () -> Shop.run(login, "SELECT * FROM item"));
    }

    @Test
    void vaultReplacesItsOwnPassword() throws SQLException {
        assertThatCode(() -> Shop.run(vault, "ALTER ROLE vault_admin PASSWORD 'only for tests'"))
                .doesNotThrowAnyException();
    }
}
