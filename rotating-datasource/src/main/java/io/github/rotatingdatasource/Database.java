package io.github.rotatingdatasource;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.AuthFailureClassifier.StatementFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How one kind of database says that it refuses a login, and what it says in a session whose user is gone.
 *
 * <p>The same number means different things to different databases, so each speaks only for what is its own.
 *
 * @param name the database's name
 * @param owns whether an exception comes from this database
 * @param refused at login: it does not accept the login
 * @param full at login: it has no room for another connection
 * @param gone in a statement: the user may be gone, or have lost its rights
 * @param ended in a statement: the session is over
 */
record Database(
        String name,
        Predicate<Told> owns,
        Predicate<Told> refused,
        Predicate<Told> full,
        Predicate<Told> gone,
        Predicate<Told> ended) {
    static final String TOO_MANY_CONNECTIONS = "53300";

    /**
     * SQLStates, which say it for PostgreSQL and for whoever else keeps to the standard: 42501 is a missing privilege, at
     * login the one to connect; 28 comes out of a statement too, from parallel workers of older PostgreSQL; 42704 is a user
     * that is no more. With the user its membership in a group is gone, and a schema that only the group may use: what is in it
     * and is named without it is not found (42P01 a table, 42883 a function). Left out of class 08: a connect of the statement's
     * own (08001, 08004), and a use after close (08003).
     */
    private static final Database STANDARD = new Database(
            "any",
            told -> true,
            told -> told.state().startsWith("28") || told.state().equals("42501"),
            told -> told.state().equals(TOO_MANY_CONNECTIONS),
            told -> told.state().startsWith("28")
                    || Set.of("42501", "42704", "42P01", "42883").contains(told.state()),
            told -> Set.of("57P01", "57P02").contains(told.state())
                    || (told.state().startsWith("08")
                            && !Set.of("08001", "08003", "08004").contains(told.state())));

    /**
     * Poolers in front of PostgreSQL put their own failures and those of the server into one SQLState, so only the text is
     * left: PgBouncer into 08P01, pgcat and pgdog into 58000. Their texts are English; a server's text that they repeat may
     * not be, and then it stays unknown.
     */
    private static final Database POOLER = new Database(
            "PostgreSQL's poolers",
            told -> Set.of("08P01", "58000").contains(told.state()),
            told -> told.says(
                            "authentication failed",
                            "login rejected",
                            "no such user",
                            "no pool configured for",
                            "autherror",
                            "authpassthrougherror",
                            "clientauthimpossible",
                            "is not permitted to log in",
                            "permission denied for database",
                            "pg_hba.conf")
                    || (told.says("role \"") && told.says("\" does not exist")),
            told -> told.says(
                    "no more connections allowed",
                    "client connections exceeded",
                    "too many connections",
                    "too many clients",
                    "connection slots are reserved"),
            told -> false,
            told -> false);

    /**
     * 1005 no password, 1017 wrong user or password, 1045 no CREATE SESSION, 28000 locked, 28001 expired. Full: 18, 20, 2391,
     * and the listener's 12516, 12519, 12520. In a statement: 1031 no privilege, 1012 not logged on; a killed session (28) is
     * 08006.
     */
    private static final Database ORACLE = new Database(
            "Oracle",
            told -> told.isBy("oracle.") || (told.code() > 0 && told.says("ora-%05d".formatted(told.code()))),
            codes(1005, 1017, 1045, 28000, 28001),
            codes(18, 20, 2391, 12516, 12519, 12520),
            codes(1031),
            codes(1012));

    /**
     * Its SQLState is "S" and a number that depends on where the server failed. 18452 and 18456 wrong user or password, 18470
     * disabled, 18486 locked, 18487 expired, 18488 must change. Not 4060, the database that cannot be opened: a fail-over says
     * that too. In a statement: 229, 230 no right to a table, column; 916 none to the database; 596 killed.
     */
    private static final Database SQL_SERVER = new Database(
            "SQL Server",
            told -> told.isBy("com.microsoft.sqlserver.") || told.state().matches("S0\\d{3}"),
            codes(18452, 18456, 18470, 18486, 18487, 18488),
            codes(10928, 17809),
            codes(229, 230, 916),
            codes(596));

    /** -30082 and -4214 refused, -1060 no CONNECT privilege; full: -1040, -1226; ended: -1224, -4499, -30081. */
    private static final Database DB2 = new Database(
            "Db2",
            told -> told.isBy("com.ibm.db2.") || (told.code() < 0 && told.says("sqlcode", "[jcc]")),
            codes(-30082, -4214, -1060),
            codes(-1040, -1226),
            codes(),
            codes(-1224, -4499, -30081));

    /** 390100 wrong user or password, 390144 wrong key, 390303 and 390318 wrong or old token; ended: 390111, 390112, 390114. */
    private static final Database SNOWFLAKE = new Database(
            "Snowflake",
            told -> told.isBy("net.snowflake.") || told.code() / 1000 == 390,
            codes(390100, 390144, 390303, 390318),
            codes(),
            codes(),
            codes(390111, 390112, 390114));

    /**
     * 1044 no right to the database, 1130 no user at all may come from this host (as when the last one was dropped), 1820 and
     * 1862 password expired, 3118 and 4151 locked, 3955 and 4150 blocked after wrong passwords. In a statement: 1142, 1143,
     * 1370 no right to a table, column, routine; 1927 and 3169 killed.
     */
    private static final Database MYSQL = new Database(
            "MySQL, MariaDB",
            told -> Set.of("08004", "42000", "70100", "HY000", "S1000").contains(told.state())
                    && Stream.of(ORACLE, SQL_SERVER, DB2, SNOWFLAKE).noneMatch(other -> other.owns.test(told)),
            codes(1044, 1130, 1820, 1862, 3118, 3955, 4150, 4151),
            codes(1040, 1203, 1226),
            codes(1044, 1142, 1143, 1370, 1820),
            codes(1927, 3169));

    private static final List<Database> KNOWN = List.of(STANDARD, POOLER, ORACLE, SQL_SERVER, DB2, SNOWFLAKE, MYSQL);

    /** Speaks for all of them. */
    static final AuthFailureClassifier ALL = new AuthFailureClassifier() {
        @Override
        public LoginFailure atLogin(SQLException failure) {
            List<Told> told = Told.by(failure);
            if (any(told, Database::refused)) {
                return LoginFailure.REFUSED;
            }
            return any(told, Database::full) ? LoginFailure.FULL : LoginFailure.UNKNOWN;
        }

        @Override
        public StatementFailure inStatement(SQLException failure) {
            List<Told> told = Told.by(failure);
            if (any(told, Database::ended)) {
                return StatementFailure.SESSION_ENDED;
            }
            return any(told, Database::gone) ? StatementFailure.ROLE_MAY_BE_GONE : StatementFailure.UNKNOWN;
        }
    };

    private static Predicate<Told> codes(Integer... codes) {
        Set<Integer> known = Set.of(codes);
        return told -> known.contains(told.code());
    }

    private static boolean any(List<Told> chain, Function<Database, Predicate<Told>> question) {
        return chain.stream()
                .anyMatch(told -> KNOWN.stream()
                        .filter(database -> database.owns.test(told))
                        .anyMatch(database -> question.apply(database).test(told)));
    }
}
