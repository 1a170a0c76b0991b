package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.github.rotatingdatasource.RotationPolicy;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.RequestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.ImportRuntimeHints;

/** What a native image keeps of what is looked at by name. */
class PoolHintsTest {
    private final RuntimeHints hints = new RuntimeHints();

    PoolHintsTest() {
        new PoolHints().registerHints(hints, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"setMaximumPoolSize", "setPoolName", "setConnectionTimeout", "setDataSourceProperties"})
    void keepsTheSetters(String setter) {
        assertThat(reflection().onMethodInvocation(HikariConfig.class, setter)).accepts(hints);
    }

    static Stream<Field> fields() {
        return Stream.of(HikariConfig.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void keepsTheFields(Field field) {
        assertThat(reflection().onFieldAccess(field)).accepts(hints);
    }

    static Stream<Class<?>> recordsWhoseNamesAreRead() {
        return Stream.of(
                RotationPolicy.class,
                FileSourceProperties.class,
                VolumeSourceProperties.class,
                SidecarSourceProperties.class,
                AwsAgentSourceProperties.class);
    }

    @ParameterizedTest
    @MethodSource("recordsWhoseNamesAreRead")
    void keepsTheNamesOfWhatIsRefused(Class<?> type) {
        assertThat(type.getRecordComponents())
                .isNotEmpty()
                .allMatch(component ->
                        reflection().onMethodInvocation(component.getAccessor()).test(hints));
    }

    @Test
    void knowsEachKindOfSource() {
        List<Class<?>> kinds = Arrays.stream(RotatingDataSourceProperties.Source.class.getRecordComponents())
                .<Class<?>>map(RecordComponent::getType)
                .filter(SourceSettings.class::isAssignableFrom)
                .toList();

        assertThat(recordsWhoseNamesAreRead()).hasSize(5).containsAll(kinds);
    }

    @Test
    void keepsWhatTheLibraryLooksFor() throws Exception {
        assertThat(reflection()
                        .onType(RequestConfig.Builder.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
        assertThat(resource().forResource("org/apache/hc/client5/version.properties"))
                .accepts(hints);
        assertThat(reflection()
                        .onConstructorInvocation(
                                MicrometerMetricsTrackerFactory.class.getConstructors()[0]))
                .accepts(hints);
        assertThat(reflection().onMethodInvocation(HikariPoolMXBean.class, "getActiveConnections"))
                .accepts(hints);
    }

    @Test
    void keepsTheProxiesThatWakeCallers() throws Exception {
        Class<?> standIn = Class.forName("io.github.rotatingdatasource.StandIn");

        assertThat(proxies().forInterfaces(Connection.class, standIn)).accepts(hints);
        for (Class<?> type : List.of(Statement.class, PreparedStatement.class, CallableStatement.class)) {
            assertThat(proxies().forInterfaces(type, Wrapper.class)).accepts(hints);
        }
    }

    @Test
    void needsNoneOfTheLibrariesThatAnApplicationMayLack() {
        RuntimeHints fewer = new RuntimeHints();

        new PoolHints().registerHints(fewer, new FilteredClassLoader("org.apache.hc", "io.micrometer"));

        assertThat(reflection().onType(RequestConfig.Builder.class)).rejects(fewer);
    }

    @Test
    void areImported() {
        assertThat(RotatingDataSourceAutoConfiguration.class
                        .getAnnotation(ImportRuntimeHints.class)
                        .value())
                .contains(PoolHints.class);
    }
}
