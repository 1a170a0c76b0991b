package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** Small applications on the stub database. */
final class Apps {
    static final String SECRET = "s3cret";

    private Apps() {}

    /** Returns an application that says where its database is, and not where logins come from. */
    static ApplicationContextRunner withoutSource() {
        StubDriver.reset();
        return new ApplicationContextRunner()
                .withInitializer(Apps::convertAsApplicationsDo)
                .withConfiguration(AutoConfigurations.of(
                        RotatingDataSourceAutoConfiguration.class, DataSourceAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=" + StubDriver.URL,
                        "spring.datasource.driver-class-name=" + StubDriver.class.getName());
    }

    private static void convertAsApplicationsDo(ConfigurableApplicationContext context) {
        context.getEnvironment().setConversionService(new ApplicationConversionService());
    }

    /** Waits until the data source says what its callers know already, which takes it a moment, and returns it. */
    static RotatingDataSource settled(BeanFactory context) {
        RotatingDataSource dataSource = context.getBean("dataSource", RotatingDataSource.class);
        Awaitility.await().until(() -> dataSource.status().phase() != Phase.STARTING);
        return dataSource;
    }

    /** Returns an application that reads the login of {@code file}. */
    static ApplicationContextRunner reading(Path file) {
        return withoutSource().withPropertyValues("rotating-datasource.source.file.path=" + file);
    }

    /** Writes a file with the login of this user, which only we may read. */
    static Path file(Path directory, String user) {
        return write(directory, "DB_USER=" + user + "\nDB_PASS=" + SECRET + "\nDB_LEASE_ID=a\nDB_TTL=3600\n");
    }

    static Path write(Path directory, String text) {
        try {
            Path file = Files.writeString(directory.resolve("db-creds"), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the numbers that Spring Boot's meters would show of this data source. */
    static DataSourcePoolMetadata numbers(ListableBeanFactory context, DataSource dataSource) {
        return new CompositeDataSourcePoolMetadataProvider(context.getBeansOfType(DataSourcePoolMetadataProvider.class)
                        .values())
                .getDataSourcePoolMetadata(dataSource);
    }

    /** Returns the platform's settings of TLS. */
    static SSLContext usualTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a source that always gives this user's login. */
    static CredentialSource source(String user) {
        return () -> new Credential(user, SECRET, Lease.unknown());
    }
}
