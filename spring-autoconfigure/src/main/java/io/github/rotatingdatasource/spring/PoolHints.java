package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.rotatingdatasource.RotationPolicy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/** What a native image must keep, of this starter and of the library. */
final class PoolHints implements RuntimeHintsRegistrar {
    /** {@link StartRefused} tells their components by name. */
    private static final List<Class<?>> NAMED = List.of(
            RotationPolicy.class,
            FileSourceProperties.class,
            VolumeSourceProperties.class,
            SidecarSourceProperties.class,
            AwsAgentSourceProperties.class);

    /** What the library makes by name if there is a registry for it. */
    private static final List<String> TRACKERS = List.of(
            "com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory",
            "com.zaxxer.hikari.metrics.dropwizard.Dropwizard5MetricsTrackerFactory",
            "com.zaxxer.hikari.metrics.dropwizard.CodahaleMetricsTrackerFactory");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        ofPools(hints, loader);
        NAMED.forEach(type -> hints.reflection()
                .registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_DECLARED_FIELDS));
        ofTheLibrary(hints, loader);
    }

    /** The pool's settings are bound by their setters and copied field by field. */
    private static void ofPools(RuntimeHints hints, @Nullable ClassLoader loader) {
        BindableRuntimeHintsRegistrar.forTypes(HikariConfig.class).registerHints(hints, loader);
        hints.reflection().registerType(HikariConfig.class, MemberCategory.ACCESS_DECLARED_FIELDS);
        hints.reflection().registerType(HikariPoolMXBean.class, MemberCategory.INVOKE_PUBLIC_METHODS);
    }

    private static void ofTheLibrary(RuntimeHints hints, @Nullable ClassLoader loader) {
        ReflectionHints reflection = hints.reflection();
        reflection.registerTypeIfPresent(
                loader,
                "org.apache.hc.client5.http.config.RequestConfig$Builder",
                MemberCategory.INVOKE_PUBLIC_METHODS);
        hints.resources().registerPattern("org/apache/hc/client5/version.properties");
        TRACKERS.forEach(tracker ->
                reflection.registerTypeIfPresent(loader, tracker, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
        hints.proxies()
                .registerJdkProxy(
                        TypeReference.of(Connection.class), TypeReference.of("io.github.rotatingdatasource.StandIn"));
        List.of(Statement.class, PreparedStatement.class, CallableStatement.class)
                .forEach(type -> hints.proxies().registerJdkProxy(type, Wrapper.class));
    }
}
