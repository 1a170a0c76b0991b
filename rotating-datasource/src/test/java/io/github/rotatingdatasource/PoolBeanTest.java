package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One management bean over all generations, under the name that HikariCP gives it. */
@Tag("hikari")
class PoolBeanTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private static PoolRig rig() {
        return new PoolRig(config -> {
            config.setRegisterMbeans(true);
            config.setAllowPoolSuspension(true);
        });
    }

    private static ObjectName nameOf(PoolRig rig) throws Exception {
        return new ObjectName("com.zaxxer.hikari:type=Pool (" + rig.name + ")");
    }

    private HikariPoolMXBean beanOf(PoolRig rig) throws Exception {
        return JMX.newMXBeanProxy(server, nameOf(rig), HikariPoolMXBean.class);
    }

    private Set<ObjectName> beansNamedAfter(PoolRig rig) throws Exception {
        return server.queryNames(new ObjectName("com.zaxxer.hikari:*"), null).stream()
                .filter(name -> name.toString().contains(rig.name))
                .collect(Collectors.toSet());
    }

    @Test
    void showsTheSumsOfTwoGenerationsThatOverlap() throws Exception {
        try (PoolRig rig = rig()) {
            OneLoginPool old = rig.open();
            rig.open();
            old.connect();
            Callers.waitingIn(old, 1, () -> old.connect());

            HikariPoolMXBean bean = beanOf(rig);

            assertThat(bean.getTotalConnections()).isEqualTo(2);
            assertThat(bean.getActiveConnections()).isOne();
            assertThat(bean.getIdleConnections()).isOne();
            assertThat(bean.getThreadsAwaitingConnection()).isOne();
        }
    }

    @Test
    void isTheOnlyOneAndComplainsOfNothing() throws Exception {
        try (PoolRig rig = rig();
                LogLines log = new LogLines()) {
            for (int generation = 1; generation <= 3; generation++) {
                rig.open().close();
                assertThat(beansNamedAfter(rig)).containsExactly(nameOf(rig));
            }

            rig.end();

            assertThat(beansNamedAfter(rig)).isEmpty();
            assertThat(log.complaints()).isEmpty();
        }
    }

    @Test
    void evictsInAllGenerations() throws Exception {
        try (PoolRig rig = rig()) {
            OneLoginPool old = rig.open();
            OneLoginPool next = rig.open();
            old.openNothing();
            next.openNothing();

            beanOf(rig).softEvictConnections();
            Await.until(() -> rig.database.open() == 0);

            assertThat(beanOf(rig).getTotalConnections()).isZero();
        }
    }

    @Test
    void holdsCallersUpWhileThePoolIsSuspended() throws Exception {
        try (PoolRig rig = rig()) {
            OneLoginPool pool = rig.open();
            beanOf(rig).suspendPool();
            Callers callers = Callers.start(1, pool::connect);

            beanOf(rig).resumePool();
            callers.awaitDone();

            assertThat(callers.connections()).hasSize(1);
        }
    }

    @Test
    void suspendsTheGenerationsThatComeToo() throws Exception {
        try (PoolRig rig = rig()) {
            beanOf(rig).suspendPool();

            OneLoginPool next = rig.open();
            Callers callers = Callers.start(1, next::connect);
            assertThat(callers.areDone()).isFalse();
            beanOf(rig).resumePool();
            callers.awaitDone();

            assertThat(callers.connections()).hasSize(1);
        }
    }

    @Test
    void isNotTheBeanOfAnotherDataSource() throws Exception {
        try (PoolRig rig = rig();
                LogLines log = new LogLines()) {
            rig.open();

            poolsOf(rig, rig.name).close();

            assertThat(log.complaints()).singleElement().asString().contains(rig.name, "management bean");
            assertThat(beansNamedAfter(rig)).containsExactly(nameOf(rig));
            assertThat(beanOf(rig).getTotalConnections()).isOne();
        }
    }

    @Test
    void doesNotHaveANameThatJmxDoesNotTake() throws Exception {
        try (PoolRig rig = rig()) {
            assertThatThrownBy(() -> poolsOf(rig, "a*b,c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a*b,c");
        }
    }

    private static HikariPools poolsOf(PoolRig rig, String name) {
        HikariConfig second = new HikariConfig();
        second.setPoolName(name);
        second.setDataSource(rig.database);
        second.setRegisterMbeans(true);
        HikariConfig checked = PoolSettings.checked(second);
        return new HikariPools(checked, rig.database::getConnection, rig.permits, AuthFailures.STANDARD);
    }

    @Test
    void goesThoughAConnectionIsOut() throws Exception {
        PoolRig rig = rig();
        Connection out = rig.open().connect();

        rig.end();

        assertThat(beansNamedAfter(rig)).isEmpty();
        assertThat(out.isValid(1)).isFalse();
    }
}
