package io.github.rotatingdatasource.samples.jndi;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with one application, that of {@code src/main/webapp}. With a Tomcat of your own there is no need for it. */
public final class Main {
    private Main() {}

    /** Serves at port 8080 until it is stopped. */
    public static void main(String[] args) throws IOException, LifecycleException {
        // so that context.xml may ask for environment variables
        System.setProperty(
                "org.apache.tomcat.util.digester.PROPERTY_SOURCE",
                "org.apache.tomcat.util.digester.EnvironmentPropertySource");
        Tomcat tomcat = tomcat(8080);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat)));
        tomcat.start();
        tomcat.getServer().await();
    }

    /** Returns a Tomcat that is not started yet. */
    static Tomcat tomcat(int port) throws IOException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Path.of("target", "tomcat").toString());
        tomcat.setPort(port);
        tomcat.getConnector();
        tomcat.enableNaming();
        Path application = Path.of("src", "main", "webapp").toAbsolutePath();
        Context context = tomcat.addContext("", application.toString());
        context.setConfigFile(
                application.resolve("META-INF/context.xml").toUri().toURL());
        context.addLifecycleListener(reader(tomcat));
        Tomcat.addServlet(context, "accounts", new AccountServlet()).addMapping("/");
        return tomcat;
    }

    /** Returns what reads {@code context.xml}, which an embedded Tomcat does not do by itself. */
    private static ContextConfig reader(Tomcat tomcat) {
        ContextConfig reader = new ContextConfig();
        reader.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        return reader;
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException failure) {
            throw new IllegalStateException("could not stop", failure);
        }
    }
}
