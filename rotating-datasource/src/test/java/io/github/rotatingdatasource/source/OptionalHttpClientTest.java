package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;

class OptionalHttpClientTest {
    private static final String NEEDS =
            "a source that asks a sidecar needs org.apache.httpcomponents.client5:httpclient5 5.6 or newer, but ";

    @Test
    void isContentWithTheClientThatWeTest() {
        assertThatCode(OptionalHttpClient::require).doesNotThrowAnyException();
    }

    @Test
    void saysWhichArtifactIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> OptionalHttpClient.require(ClassLoader.getPlatformClassLoader()))
                .withMessage(NEEDS + "it is not on the class path");
    }

    @Test
    void saysWhichVersionIsTooOld(@TempDir Path directory) throws Exception {
        Path version = directory.resolve("org/apache/hc/client5/version.properties");
        try (URLClassLoader old = old(directory)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> OptionalHttpClient.require(old))
                    .withMessage(NEEDS + "version unknown is on the class path");
            Files.createDirectories(version.getParent());
            Files.writeString(version, "info.release = 5.5.2\n");
            assertThatIllegalStateException()
                    .isThrownBy(() -> OptionalHttpClient.require(old))
                    .withMessage(NEEDS + "version 5.5.2 is on the class path");
        }
    }

    /** Classes of these names without the method that 5.6 brought. */
    private static URLClassLoader old(Path directory) throws Exception {
        String name = "org.apache.hc.client5.http.config.RequestConfig";
        Path file = directory.resolve("src").resolve("RequestConfig.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                package org.apache.hc.client5.http.config;
                public class RequestConfig {
                    public static class Builder {}
                }
                """);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", directory.toString(), file.toString());
        assertThat(result).isZero();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        assertThat(loader.loadClass(name)).isNotNull();
        return loader;
    }

    /** The library as an application sees it that has not added the client. */
    private static URLClassLoader bare() {
        URL[] urls = List.of(CredentialSource.class, JsonParser.class, LoggerFactory.class, Nullable.class).stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void onlyASourceThatAsksNeedsTheClient() throws Exception {
        try (URLClassLoader bare = bare()) {
            Class<?> sources = bare.loadClass(CredentialSource.class.getName());
            Method file = sources.getMethod("file", Path.class);
            Object builder = sources.getMethod("awsAgentSource", String.class).invoke(null, "app");
            Method build = builder.getClass().getMethod("build");

            assertThat(file.invoke(null, Path.of("/run/db-creds"))).hasToString("file /run/db-creds");
            assertThatThrownBy(() -> build.invoke(builder))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(NEEDS + "it is not on the class path");
        }
    }
}
