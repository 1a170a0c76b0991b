package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.jdbc.XADataSourceWrapper;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.util.PlaceholderResolutionException;

/** A start that cannot work ends with what is wrong and what to do, as the user reads it, and with no secret. */
class FailureAnalysesTest {
    private static final String IMPATIENT = "rotating-datasource.policy.start-limit=2s";

    @TempDir
    private Path directory;

    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = Apps.reading(Apps.file(directory, "app"));
    }

    /** Returns what the user of this application reads first, and checks that it tells no secret. */
    static AbstractStringAssert<?> analysisOf(ApplicationContextRunner app) {
        String[] text = new String[1];
        Environment[] environment = new Environment[1]; // a context that failed does not show its own
        app.withInitializer(context -> environment[0] = context.getEnvironment())
                .run(context -> text[0] = text(context, environment[0]));
        return assertThat(text[0]).doesNotContain(Apps.SECRET);
    }

    private static String text(AssertableApplicationContext context, Environment environment) {
        Throwable failure = context.getStartupFailure();
        assertThat(failure).isNotNull();
        FailureAnalysis analysis = analyzers(environment).stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing analyzes it", failure));
        return analysis.getDescription() + "\n" + analysis.getAction();
    }

    private static List<FailureAnalyzer> analyzers(Environment environment) {
        ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                .and(Environment.class, environment);
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, arguments, othersMayLackAClass());
    }

    private static FailureHandler othersMayLackAClass() {
        return (type, name, failure) ->
                assertThat(name).as("%s", failure).startsWith("org.springframework.boot.diagnostics.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.username",
                "spring.datasource.password",
                "spring.datasource.hikari.username",
                "spring.datasource.hikari.password",
                "spring.datasource.hikari.credentials-provider-class-name",
                "spring.datasource.hikari.data-source-properties.user",
                "spring.datasource.hikari.data-source-properties.password",
                "spring.datasource.hikari.data-source-properties.accessToken"
            })
    void aFixedLoginIsNamedByItsKey(String key) {
        analysisOf(app.withPropertyValues(key + "=" + Apps.SECRET))
                .contains("A fixed login is set: ", "'rotating-datasource.enabled' to false")
                .satisfies(text -> assertThat(text.replace("-", "")).containsIgnoringCase(last(key)));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1).replace("-", "");
    }

    @Test
    void aFixedLoginIsFoundInTheEnvironment() {
        var environment = new SystemEnvironmentPropertySource(
                "systemEnvironment", Map.of("SPRING_DATASOURCE_PASSWORD", Apps.SECRET));
        analysisOf(app.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(environment)))
                .contains("'spring.datasource.password'", "SPRING_DATASOURCE_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:stub:app?user=u&password=s3cret", "jdbc:stub://u:s3cret@host/app"})
    void aFixedLoginIsFoundInTheUrl(String url) {
        analysisOf(app.withPropertyValues("spring.datasource.url=" + url))
                .contains("A fixed login is set: ", "jdbcUrl");
    }

    @Test
    void aFixedLoginIsFoundBehindAPlaceholder() {
        analysisOf(app.withPropertyValues("spring.datasource.username=${user}", "user=" + Apps.SECRET))
                .contains("A fixed login is set: 'spring.datasource.username'");
    }

    @Test
    void aPlaceholderThatNobodyResolvesIsToldBySpring() {
        app.withPropertyValues("spring.datasource.username=${nobody.knows}")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(PlaceholderResolutionException.class)
                        .hasMessageContaining("Could not resolve placeholder 'nobody.knows'"));
    }

    @Test
    void aLoginInTheSettingsOfAllPoolsIsFoundForASecondDataSourceToo() {
        analysisOf(Apps.withoutSource()
                        .withUserConfiguration(RotatingDataSourcesTest.Reports.class)
                        .withPropertyValues("spring.datasource.hikari.username=fixed"))
                .contains("'spring.datasource.hikari.username'");
    }

    @ParameterizedTest
    @CsvSource({
        "rotating-datasource.policy.grace=1s, none says where logins come from",
        "rotating-datasource.source.service-connection-login=false, none says where logins come from",
        "rotating-datasource.source.service-connection-login=true, no service connection",
        "rotating-datasource.source.file.format=env, path must be set",
        "rotating-datasource.source.file.path=/, path must name a file",
    })
    void aSourceThatIsMissingIsAskedFor(String key, String expected) {
        analysisOf(Apps.withoutSource().withPropertyValues(key)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "spring.datasource.hikari.max-lifetime, 20000, must be at least 30000 ms",
        "spring.datasource.hikari.keepalive-time, 1000, must be at least 30000 ms",
        "spring.datasource.hikari.connection-timeout, 100, cannot be less than 250ms",
        "spring.datasource.hikari.minimum-idle, 20, must be at most maximumPoolSize",
        "rotating-datasource.policy.headroom, 11, must be from 1 to maximumPoolSize",
        "rotating-datasource.policy.headroom, 0, must be from 1",
        "rotating-datasource.policy.rotation-point, 1.5, must be from 0.1 to 0.95",
        "rotating-datasource.policy.jitter, 0.6, must be from 0",
        "rotating-datasource.policy.margin, -1s, must be at least",
        "rotating-datasource.policy.first-retry, 1ms, must be at least",
        "rotating-datasource.policy.poll-limit, 1ms, must be at least",
        "rotating-datasource.policy.arrival-trials, 101, must be from 1 to 100",
        "rotating-datasource.policy.grace, soon, java.time.Duration",
        "rotating-datasource.source.file.format, xml, env"
    })
    void aValueThatCannotBeRightIsNamedByItsKey(String key, String value, String expected) {
        analysisOf(app.withPropertyValues(key + "=" + value)).contains(key).containsIgnoringCase(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "settle-time=2s, settle time must be from 1 ms to 1 s",
        "size-limit=1GB, size limit must be from 1",
        "username-key=DB_PASS, DB_PASS"
    })
    void aSettingOfTheFileThatCannotBeRightIsNamed(String setting, String expected) {
        analysisOf(app.withPropertyValues("rotating-datasource.source.file." + setting))
                .contains("'rotating-datasource.source.file'", expected);
    }

    @ParameterizedTest
    @CsvSource({
        "spring.datasource.type, org.springframework.jdbc.datasource.SimpleDriverDataSource",
        "spring.datasource.jndi-name, java:comp/env/jdbc/app"
    })
    void anotherKindOfDataSourceIsRefused(String key, String value) {
        analysisOf(app.withPropertyValues(key + "=" + value)).contains(key, value, "'rotating-datasource.enabled'");
    }

    @Test
    void aDataSourceForDistributedTransactionsIsRefused() {
        analysisOf(app.withBean(XADataSourceWrapper.class, () -> dataSource -> null))
                .contains("XADataSourceWrapper", "'rotating-datasource.enabled'", "RotatingDataSources");
    }

    @Test
    void aDriverThatIsNotThereIsNamed() {
        analysisOf(app.withPropertyValues("spring.datasource.driver-class-name=no.such.Driver"))
                .contains("no.such.Driver", "spring.datasource.driver-class-name");
    }

    @Test
    void aMissingUrlIsExplainedBySpringBoot() {
        analysisOf(app.withPropertyValues("spring.datasource.url=")).contains("'url' attribute is not specified");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing");
        analysisOf(Apps.reading(missing).withPropertyValues(IMPATIENT)).contains(missing.toString(), "sidecar");
    }

    @Test
    void aKeyThatTheFileLacksIsNamed() {
        Path file = Apps.write(directory, "DB_USER=app\nDB_PWD=s3cret\n");
        analysisOf(Apps.reading(file).withPropertyValues(IMPATIENT)).contains("DB_PASS", file.toString());
    }

    @Test
    void aFileThatEverybodyMayReadIsNamed() throws Exception {
        Path file = Apps.file(directory, "app");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        analysisOf(app.withPropertyValues(IMPATIENT, "rotating-datasource.source.file.strict-permissions=true"))
                .contains("every user of this machine may read it", file.toString());
    }

    @Test
    void aSourceOfTheApplicationThatHasNoneIsTold() {
        CredentialSource broken = () -> {
            throw new IllegalStateException("the sidecar answers 503");
        };
        analysisOf(Apps.withoutSource()
                        .withBean(CredentialSource.class, () -> broken)
                        .withPropertyValues(IMPATIENT))
                .contains("the sidecar answers 503");
    }

    @Test
    void twoSourcesOfTheApplicationAreTooMany() {
        analysisOf(Apps.withoutSource()
                        .withBean("one", CredentialSource.class, () -> Apps.source("one"))
                        .withBean("two", CredentialSource.class, () -> Apps.source("two")))
                .contains("one", "two");
    }

    @Test
    void aRefusedLoginIsExplainedByItsAge() throws Exception {
        Path file = directory.resolve("db-creds");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(7200)));
        StubDriver.refuseWith("28P01");
        analysisOf(app.withPropertyValues("rotating-datasource.policy.arrival-window=0s"))
                .contains("data source rotating-datasource could not start", "28P01", "role exists")
                .contains(file + ", which was written PT2H")
                .doesNotContain("DB_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"53300", "08004"})
    void aServerThatHasNoRoomIsExplained(String state) {
        StubDriver.refuseWith(state);
        analysisOf(app).contains("could not start", "max_connections", "'rotating-datasource.policy.headroom'");
    }

    @Test
    void aDatabaseThatIsNotThereIsExplained() {
        StubDriver.refuseWith("08001");
        analysisOf(app).contains("data source rotating-datasource could not start", "host and port");
    }
}
