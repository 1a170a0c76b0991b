package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Data sources of the application that are looked at for one of ours. */
class RotatingTest {
    @Test
    void findsNothingInOneThatRoutesAndHasNoTargetJustNow() {
        AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return "nobody";
            }
        };
        routing.setTargetDataSources(Map.of());
        routing.afterPropertiesSet();

        assertThat(Rotating.in(routing)).isNull();
    }
}
