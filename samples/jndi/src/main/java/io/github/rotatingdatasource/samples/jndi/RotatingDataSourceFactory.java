package io.github.rotatingdatasource.samples.jndi;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Properties;
import java.util.Set;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes a rotating data source out of a resource in a server's configuration. Its attributes are {@code credentialFile}, and
 * HikariCP's settings by their own names, such as {@code jdbcUrl} and {@code maximumPoolSize}. A login is refused, and so is
 * what HikariCP does not know.
 */
public final class RotatingDataSourceFactory implements ObjectFactory {
    private static final String CREDENTIAL_FILE = "credentialFile";
    /** What the server adds for itself. */
    private static final Set<String> OF_THE_SERVER =
            Set.of("auth", "closeMethod", "description", "factory", "scope", "singleton");

    /** Returns a new data source, which logs in first, or null if {@code resource} describes something else. */
    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object resource,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment)
            throws SQLException {
        if (!(resource instanceof Reference reference && "javax.sql.DataSource".equals(reference.getClassName()))) {
            return null;
        }
        refuseManyOf(reference);
        Properties settings = settings(reference);
        Path file = credentialFile(settings);
        return RotatingDataSource.builder()
                .pool(new HikariConfig(settings))
                .source(CredentialSource.file(file))
                .build();
    }

    private static void refuseManyOf(Reference reference) {
        RefAddr singleton = reference.get("singleton");
        if (singleton != null && "false".equals(singleton.getContent())) {
            throw new IllegalArgumentException(
                    "the resource must have singleton=\"true\", but has \"false\": each lookup"
                            + " would make another pool, which nobody closes");
        }
    }

    private static Path credentialFile(Properties settings) {
        Object path = settings.remove(CREDENTIAL_FILE);
        if (path == null) {
            throw new IllegalArgumentException("the resource must have a " + CREDENTIAL_FILE + ", but has none");
        }
        return Path.of(path.toString());
    }

    private static Properties settings(Reference reference) {
        Properties settings = new Properties();
        for (RefAddr attribute : Collections.list(reference.getAll())) {
            if (!OF_THE_SERVER.contains(attribute.getType())) {
                settings.setProperty(attribute.getType(), String.valueOf(attribute.getContent()));
            }
        }
        return settings;
    }
}
