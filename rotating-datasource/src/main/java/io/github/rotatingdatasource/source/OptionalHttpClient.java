package io.github.rotatingdatasource.source;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Tells whether the HTTP client that this library may be used without is there, and new enough. Names its classes as text only,
 * so that they are loaded by nobody who asks no sidecar.
 */
final class OptionalHttpClient {
    private static final String ARTIFACT = "org.apache.httpcomponents.client5:httpclient5";
    private static final String OLDEST = "5.6";
    private static final String CONFIG = "org.apache.hc.client5.http.config.RequestConfig";
    private static final String VERSION = "org/apache/hc/client5/version.properties";

    private OptionalHttpClient() {}

    /**
     * Checks that the client is there.
     *
     * @throws IllegalStateException if it is not, or too old to speak over Unix sockets; says which artifact to add
     */
    static void require() {
        require(OptionalHttpClient.class.getClassLoader());
    }

    static void require(ClassLoader loader) {
        try {
            Class<?> builder = Class.forName(CONFIG + "$Builder", false, loader);
            MethodHandles.publicLookup()
                    .findVirtual(builder, "setUnixDomainSocket", MethodType.methodType(builder, Path.class));
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(wanted() + ", but it is not on the class path", missing);
        } catch (ReflectiveOperationException | LinkageError old) {
            throw new IllegalStateException(
                    wanted() + ", but version " + version(loader) + " is on the class path", old);
        }
    }

    private static String wanted() {
        return "a source that asks a sidecar needs " + ARTIFACT + " " + OLDEST + " or newer";
    }

    private static String version(ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(VERSION)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("info.release", "unknown");
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
