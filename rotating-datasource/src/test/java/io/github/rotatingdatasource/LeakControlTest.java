package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The search of {@link LeakTest} finds what leaks: by each way out that there is, and in the midst of a rotation. */
@Tag("database")
class LeakControlTest {
    private static final String SECRET = "s3cret-that-leaks";
    private static final Logger OURS = LoggerFactory.getLogger(RotatingDataSource.class);

    /** A bean with a secret. */
    public interface BeanMBean {
        String getSecret();
    }

    /** The same. */
    public static final class Bean implements BeanMBean {
        @Override
        public String getSecret() {
            return SECRET;
        }
    }

    /** A way out. */
    enum Way {
        MESSAGE {
            @Override
            void leak(Output output) {
                OURS.trace("it is " + SECRET);
            }
        },
        ARGUMENT {
            @Override
            void leak(Output output) {
                OURS.trace("it is {}", SECRET);
            }
        },
        ARGUMENT_THAT_IS_NOT_PRINTED {
            @Override
            void leak(Output output) {
                OURS.trace("it is nothing", (Object) SECRET);
            }
        },
        DIAGNOSTIC_CONTEXT {
            @Override
            void leak(Output output) {
                MDC.put("user", SECRET);
                OURS.trace("it is nothing");
                MDC.remove("user");
            }
        },
        LOGGED_EXCEPTION {
            @Override
            void leak(Output output) {
                SQLException failure = new SQLException("nothing");
                failure.setNextException(new SQLException("nothing", new IllegalStateException(SECRET)));
                OURS.trace("it is nothing", failure);
            }
        },
        OTHER_LOGGER {
            @Override
            void leak(Output output) {
                LoggerFactory.getLogger("com.zaxxer.hikari.pool.PoolBase").trace(SECRET);
            }
        },
        LOGGER_OF_THE_JDK {
            @Override
            void leak(Output output) {
                java.util.logging.Logger.getLogger("com.example").finest(SECRET);
            }
        },
        THROWN_EXCEPTION {
            @Override
            void leak(Output output) {
                SQLException failure = new SQLException("nothing");
                failure.addSuppressed(new SQLException(SECRET));
                output.thrown(failure);
            }
        },
        THREAD {
            @Override
            void leak(Output output) {
                String name = Thread.currentThread().getName();
                Thread.currentThread().setName(SECRET);
                output.look();
                Thread.currentThread().setName(name);
            }
        },
        BEAN {
            @Override
            void leak(Output output) throws Exception {
                ObjectName name = new ObjectName("com.zaxxer.hikari:type=Pool (control)");
                ManagementFactory.getPlatformMBeanServer().registerMBean(new Bean(), name);
                output.look();
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        },
        FLIGHT_RECORDING {
            @Override
            void leak(Output output) {
                RotationEvent.Reason reason = RotationEvent.Reason.DEMAND;
                new RotationJfr()
                        .onEvent(
                                "control",
                                new RotationEvent.RotationFailed(
                                        1, reason, RotationEvent.Part.SOURCE, SECRET, Duration.ZERO));
            }
        },
        LOG_WRITER {
            @Override
            void leak(Output output) {
                output.logWriter().println(SECRET);
            }
        },
        CONSOLE {
            @Override
            void leak(Output output) {
                new IllegalStateException(SECRET).printStackTrace();
            }
        },
        PROPERTY_OF_HIKARI {
            @Override
            void leak(Output output) {
                HikariConfig config = new HikariConfig();
                config.setPassword(SECRET);
                Reachable.from(config, output::add);
            }
        },
        OBJECT_THAT_PRINTS_ITSELF {
            @Override
            void leak(Output output) {
                Reachable.from(new Failure(SECRET, true, false, null), output::add);
            }
        };

        abstract void leak(Output output) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whatLeaksIsFound(Way way) throws Exception {
        Secrets secrets = new Secrets();
        secrets.add("what leaks", SECRET);
        try (Output output = new Output()) {
            way.leak(output);

            assertThat(output.leaks(secrets)).isNotEmpty();
        }
    }

    @Test
    void whatDoesNotLeakIsNotFound() throws Exception {
        Secrets secrets = new Secrets();
        secrets.add("what leaks", SECRET);
        try (Output output = new Output()) {
            OURS.trace("it is nothing");
            output.look();

            assertThat(output.leaks(secrets)).isEmpty();
        }
    }

    @Test
    void theDriverNamesTheUserWhenItIsAskedToTellEverything() throws Exception {
        try (LeakRig leaks = new LeakRig(TestDatabase.shared(), new Output(Level.FINEST))) {
            leaks.ask(leaks.start());

            assertThat(leaks.leaks())
                    .anyMatch(leak -> leak.matches("(?s)a log event has a username: .*StartupPacket.*"));
        }
    }

    @Test
    void aListenerThatTellsIsFound() throws Exception {
        try (LeakRig leaks = new LeakRig(TestDatabase.shared())) {
            leaks.tellsOnEvent(event -> OURS.debug("told of {} by {}", event, leaks.rig.lease.username()));
            leaks.start();

            assertThat(leaks.leaks()).isNotEmpty().allMatch(leak -> leak.startsWith("a log event has a username"));
        }
    }

    @Test
    void aSourceThatTellsIsFound() throws Exception {
        try (LeakRig leaks = new LeakRig(TestDatabase.shared())) {
            String secret = leaks.made();
            leaks.readsFrom(() -> {
                throw new CredentialUnavailable("no login " + secret);
            });

            assertThatThrownBy(() -> leaks.startInVain(leaks.pool())).hasMessageContaining(secret);

            assertThat(leaks.leaks())
                    .anyMatch(leak -> leak.startsWith("a log event"))
                    .anyMatch(leak -> leak.startsWith("an event"))
                    .anyMatch(leak -> leak.startsWith("an exception"));
        }
    }
}
