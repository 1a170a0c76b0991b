package io.github.rotatingdatasource.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What ends before what when the application stops: the requests, then rotation, then the pools, then the login. */
@Tag("database")
class StopTest {
    private static final TestDatabase DATABASE = TestDatabase.shared();

    @Test
    void finishesRequestsThenEndsRotationThenClosesThePoolsAndGivesTheLoginBackThenClosesTheSourceOnce()
            throws Exception {
        DATABASE.createAccountsTable();
        DATABASE.execute("UPDATE account SET balance = 0 WHERE id = 9");
        try (LeaseServer leases = LeaseServer.on(DATABASE, RoleSettings.defaults())) {
            ConfigurableApplicationContext app = start(leases.issue());
            Stop stop = app.getBean(Stop.class);
            int port = ((WebServerApplicationContext) app).getWebServer().getPort();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> get(port));
            stop.entered.await();

            app.close();

            assertThat(answer.join()).isEqualTo("done");
            assertThat(DATABASE.query(Long.class, "SELECT balance FROM account WHERE id = 9"))
                    .isEqualTo(7);
            assertThat(stop.order)
                    .containsExactly("stopping", "committed", "rotation ended", "retired", "source closed");
            RenderedLogins.await(() -> DATABASE.sessionsOf(stop.login.username()) == 0);
        }
    }

    private static String get(int port) {
        try {
            return HttpLoad.get(port, "/slow");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConfigurableApplicationContext start(IssuedLease lease) {
        return new SpringApplicationBuilder(Slow.class)
                .properties("server.port=0", "spring.datasource.url=" + DATABASE.url())
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean(Stop.class, () -> new Stop(lease)))
                .run();
    }

    /** Notes what happens in which order. The request that is under way goes on when the application is stopping. */
    static final class Stop implements ApplicationListener<ContextClosedEvent> {
        private final List<String> order = new CopyOnWriteArrayList<>();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch stopping = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private final IssuedLease login;
        private volatile Runnable changed = () -> {};

        Stop(IssuedLease login) {
            this.login = login;
        }

        @Override
        public void onApplicationEvent(ContextClosedEvent event) {
            order.add("stopping");
            stopping.countDown();
        }

        /** Says that there is another login, which nobody must ask for any more. */
        private void rotationEnded() {
            order.add("rotation ended");
            changed.run();
            ended.countDown();
        }
    }

    /** A source that notes what it is told. */
    record NotingSource(Stop stop) implements CredentialSource {
        @Override
        public Credential read() {
            if (stop.order.contains("rotation ended")) {
                stop.order.add("read");
            }
            return new Credential(stop.login.username(), stop.login.password(), Lease.unknown());
        }

        @Override
        public boolean isCheap() {
            return true;
        }

        @Override
        public void onChange(Runnable changed) {
            stop.changed = changed;
        }

        /** Listeners are told on a thread of their own: waits for them, unless they are not told before this. */
        @Override
        public void retired(Credential credential) {
            try {
                stop.ended.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            stop.order.add("retired");
        }

        @Override
        public void close() {
            stop.order.add("source closed");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataJpaRepositoriesAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                LiquibaseAutoConfiguration.class
            })
    static class Slow {
        @Bean
        CredentialSource source(Stop stop) {
            return new NotingSource(stop);
        }

        @Bean
        RotationListener listener(Stop stop) {
            return (name, event) -> {
                if (event instanceof RotationEvent.Closed) {
                    stop.rotationEnded();
                }
            };
        }

        @Bean
        SlowController slow(Stop stop, JdbcClient database, TransactionOperations transactions) {
            return new SlowController(stop, database, transactions);
        }
    }

    @RestController
    record SlowController(Stop stop, JdbcClient database, TransactionOperations transactions) {
        /** Ends only after the application has begun to stop. */
        @GetMapping("/slow")
        String slow() {
            transactions.executeWithoutResult(status -> {
                database.sql("UPDATE account SET balance = 7 WHERE id = 9").update();
                stop.entered.countDown();
                awaitStop();
            });
            stop.order.add("committed");
            return "done";
        }

        private void awaitStop() {
            try {
                stop.stopping.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
