package io.github.rotatingdatasource.samples.jndi;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Tells how many accounts there are. It knows nothing of rotation, nor of this library. */
final class AccountServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    @SuppressWarnings("BanJNDI") // the name is ours, not a caller's
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            DataSource dataSource = InitialContext.doLookup("java:comp/env/jdbc/app");
            response.getWriter().println(count(dataSource) + " accounts");
        } catch (NamingException | SQLException failure) {
            throw new ServletException(failure);
        }
    }

    private static int count(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM account")) {
            result.next();
            return result.getInt(1);
        }
    }
}
