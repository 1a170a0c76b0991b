package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.CredentialsUnavailableException;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.source.CredentialSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.crac.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.HikariCheckpointRestoreLifecycle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * What an application does before a checkpoint of its process and after the restore. No checkpoint is made, for which a JDK with CRaC
 * would be needed: Spring is called as such a JDK calls it.
 */
class CheckpointTest {
    @TempDir
    private Path directory;

    private Path file;
    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        file = Apps.file(directory, "app");
        app = Apps.reading(file);
    }

    private static RotatingDataSource dataSource(ConfigurableApplicationContext context) {
        return context.getBean("dataSource", RotatingDataSource.class);
    }

    private static void awaitGeneration(RotatingDataSource dataSource, int number) {
        Awaitility.await()
                .until(() -> dataSource.status().generation() == number
                        && dataSource.status().phase() == Phase.SERVING);
    }

    /** Returns what Spring has registered to be told of checkpoints. */
    private static Resource springs(ConfigurableApplicationContext context) {
        Object processor = context.getBean("lifecycleProcessor", DefaultLifecycleProcessor.class);
        return (Resource) ReflectionTestUtils.getField(processor, "cracResource");
    }

    @Test
    void aCheckpointFindsNothingAndARestoreHasAFreshLogin() {
        app.run(context -> {
            Resource spring = springs(context.getSourceApplicationContext());
            RotatingDataSource dataSource = dataSource(context.getSourceApplicationContext());

            spring.beforeCheckpoint(null);

            assertThat(StubDriver.OPEN).hasValue(0);
            assertThat(dataSource.status().phase()).isEqualTo(Phase.SUSPENDED);
            Apps.file(directory, "another");
            spring.afterRestore(null);
            dataSource.getConnection().close();
            assertThat(StubDriver.USERS).last().isEqualTo("another");
            awaitGeneration(dataSource, 2);
        });
    }

    @Test
    void stoppingAndStartingAnApplicationDoesTheSame() {
        app.run(context -> {
            context.getSourceApplicationContext().stop();
            assertThatThrownBy(dataSource(context.getSourceApplicationContext())::getConnection)
                    .isInstanceOf(CredentialsUnavailableException.class);
            assertThat(StubDriver.OPEN).hasValue(0);

            context.getSourceApplicationContext().start();

            dataSource(context.getSourceApplicationContext()).getConnection().close();
            awaitGeneration(dataSource(context.getSourceApplicationContext()), 2);
        });
    }

    @Test
    void aStartWithoutALoginGoesOnLookingForOne() {
        app.withPropertyValues("rotating-datasource.policy.start-limit=3s").run(context -> {
            context.getSourceApplicationContext().stop();
            Files.delete(file);

            context.getSourceApplicationContext().start();

            assertThat(context.isRunning()).isTrue();
            Apps.file(directory, "late");
            awaitGeneration(dataSource(context.getSourceApplicationContext()), 2);
            assertThat(StubDriver.USERS).last().isEqualTo("late");
        });
    }

    /** Still wants the data source when it is destroyed. */
    record Leaving(RotatingDataSource dataSource, List<Phase> seen) implements AutoCloseable {
        @Override
        public void close() {
            seen.add(dataSource.status().phase());
        }
    }

    private ApplicationContextRunner leaving(List<Phase> seen) {
        return app.withInitializer(context -> ((GenericApplicationContext) context)
                .registerBean(
                        Leaving.class,
                        () -> new Leaving(Apps.settled(context), seen),
                        definition -> definition.setDependsOn("dataSource")));
    }

    @Test
    void closingDisturbsNobodyWhoIsStillDestroyed() {
        List<Phase> seen = new ArrayList<>();

        leaving(seen).run(context -> assertThat(context).hasSingleBean(CheckpointLifecycle.class));

        assertThat(seen).containsExactly(Phase.SERVING);
    }

    /** Does not start, when all else that stops last has. */
    static final class Failing implements SmartLifecycle {
        @Override
        public void start() {
            throw new IllegalStateException("the port is in use");
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    @Test
    void aStartThatFailsDisturbsNobodyWhoIsStillDestroyed() {
        List<Phase> seen = new ArrayList<>();

        leaving(seen)
                .withBean(Failing.class)
                .run(context -> assertThat(context.getStartupFailure()).hasRootCauseMessage("the port is in use"));

        assertThat(seen).containsExactly(Phase.SERVING);
    }

    @Test
    void aChildThatStartsIsNoStartOfTheParent() {
        app.run(context -> {
            CheckpointLifecycle ours = new CheckpointLifecycle(context.getSourceApplicationContext());
            try (GenericApplicationContext child = new GenericApplicationContext()) {
                ours.onApplicationEvent(new ContextRefreshedEvent(child));
            }

            ours.stop();

            assertThat(ours.isRunning()).isTrue();
        });
    }

    @Test
    void doesAllThoughOneFailsAndThrowsTheFirstFailure() {
        List<String> done = new ArrayList<>();

        assertThatThrownBy(() -> CheckpointLifecycle.each(List.of("a", "b", "c"), name -> {
                    done.add(name);
                    if (!name.equals("b")) {
                        throw new IllegalStateException(name);
                    }
                }))
                .hasMessage("a")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(next -> assertThat(next).hasMessage("c")));
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void canBeClosedWhileItIsStopped() {
        app.run(context -> {
            RotatingDataSource dataSource = dataSource(context.getSourceApplicationContext());
            context.getSourceApplicationContext().stop();

            context.close();

            assertThat(dataSource.status().phase()).isEqualTo(Phase.CLOSED);
        });
    }

    @Test
    void stopsAfterWhateverAsksForConnectionsAndStartsBeforeIt() {
        app.run(context -> {
            CheckpointLifecycle ours = context.getBean(CheckpointLifecycle.class);

            assertThat(ours.getPhase()).isNegative().isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048);
            assertThat(ours.isRunning()).isTrue();
        });
    }

    @Test
    void springBootsOwnHasNothingToDoWithIt() {
        app.run(context -> {
            HikariCheckpointRestoreLifecycle boots = context.getBean(HikariCheckpointRestoreLifecycle.class);

            boots.stop();
            boots.start();

            assertThat(boots.isRunning()).isFalse();
            assertThat(Apps.settled(context).status().generation()).isEqualTo(1);
        });
    }

    @Test
    void isNotThereWithoutTheLibraryOfCheckpoints() {
        app.withClassLoader(new FilteredClassLoader("org.crac"))
                .run(context -> assertThat(context).doesNotHaveBean(CheckpointLifecycle.class));
    }

    /** A second data source, which nobody asks for. */
    static class OnDemand {
        @Bean(defaultCandidate = false)
        @Lazy
        RotatingDataSource reports(RotatingDataSources dataSources) throws Exception {
            CredentialSource source = Apps.source("reports");
            return dataSources.builder("reports", StubDriver.URL).source(source).build();
        }
    }

    @Test
    void findsEveryDataSourceThatIsThereAndMakesNone() {
        app.withUserConfiguration(OnDemand.class).run(context -> {
            context.getSourceApplicationContext().stop();
            assertThat(StubDriver.USERS).doesNotContain("reports");
            context.getSourceApplicationContext().start();
            RotatingDataSource reports = (RotatingDataSource) context.getBean("reports", DataSource.class);

            context.getSourceApplicationContext().stop();

            assertThat(reports.status().phase()).isEqualTo(Phase.SUSPENDED);
            assertThat(StubDriver.OPEN).hasValue(0);
        });
    }
}
