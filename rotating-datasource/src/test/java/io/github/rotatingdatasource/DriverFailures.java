package io.github.rotatingdatasource;

import com.ibm.db2.jcc.am.ErrorKey;
import com.ibm.db2.jcc.am.SqlException;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import com.mysql.cj.exceptions.CJException;
import com.mysql.cj.jdbc.exceptions.SQLError;
import java.lang.reflect.Constructor;
import java.sql.SQLException;
import oracle.jdbc.OracleDatabaseException;
import oracle.jdbc.driver.DatabaseError;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Exceptions made by the drivers' own code, as it makes them from what a server sends. */
final class DriverFailures {
    private DriverFailures() {}

    static SQLException postgresql(String severity, String state, String text) {
        return new PSQLException(
                new ServerErrorMessage("S" + severity + "\0V" + "FATAL" + "\0C" + state + "\0M" + text + "\0"));
    }

    static SQLException mysql(String state, int code) {
        return SQLError.createSQLException("what the server said", state, code, null);
    }

    /** With {@code autoReconnect} the driver hides the failure below one of its own, and outside JDBC. */
    static SQLException mysqlReconnecting(String state, int code) {
        CJException hidden = new CJException("what the server said");
        hidden.setSQLState(state);
        hidden.setVendorCode(code);
        String text = "Could not create connection to database server. Attempted reconnect 3 times. Giving up.";
        return SQLError.createSQLException(text, "08001", hidden, null);
    }

    static SQLException mariadb(String state, int code) throws SQLException {
        Configuration configuration = Configuration.parse("jdbc:mariadb://localhost/app");
        return new ExceptionFactory(configuration, configuration.addresses().get(0))
                .create("what the server said", state, code);
    }

    static SQLException oracle(int code) {
        String text = "ORA-%05d: что сказал сервер".formatted(code);
        return DatabaseError.newSQLException(null, text, code, new OracleDatabaseException(0, code, text, null, null));
    }

    static SQLException sqlServer(String state, int code) throws ReflectiveOperationException {
        Constructor<SQLServerException> constructor =
                SQLServerException.class.getDeclaredConstructor(String.class, String.class, int.class, Throwable.class);
        constructor.setAccessible(true);
        return constructor.newInstance("was der Server sagte", state, code, null);
    }

    static SQLException db2(String state, int code) throws ReflectiveOperationException {
        Class<?> containerType = Class.forName("com.ibm.db2.jcc.am.SqlExceptionContainer");
        Constructor<?> container = containerType.getDeclaredConstructors()[0];
        container.setAccessible(true);
        Object content = container.newInstance(
                null, null, new ErrorKey("11249", state, code), new Object[] {"?"}, "[jcc][t4]", "text");
        Constructor<SqlException> constructor =
                SqlException.class.getDeclaredConstructor(containerType, Throwable.class);
        constructor.setAccessible(true);
        return constructor.newInstance(content, null);
    }
}
