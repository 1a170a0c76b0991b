package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows how rotating data sources stand, without a secret, and rotates one now where the application permits it with
 * {@code management.endpoint.rotatingdatasource.access=unrestricted}.
 */
@Endpoint(id = "rotatingdatasource", defaultAccess = Access.READ_ONLY)
final class RotatingDataSourceEndpoint {
    private final Supplier<Map<String, RotatingDataSource>> dataSources;

    RotatingDataSourceEndpoint(Supplier<Map<String, RotatingDataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    /** Returns how all of them stand. */
    @ReadOperation
    Map<String, Object> status() {
        Map<String, Object> all = new TreeMap<>();
        dataSources.get().forEach((name, dataSource) -> all.put(name, view(dataSource)));
        return Map.of("dataSources", all);
    }

    /** Returns how the one of this name stands, or {@code null} if there is none. */
    @ReadOperation
    @Nullable
    Map<String, Object> statusOf(@Selector String name) {
        RotatingDataSource dataSource = dataSources.get().get(name);
        return dataSource == null ? null : view(dataSource);
    }

    /**
     * Rotates the one of this name, waits for the end as long as the policy's start limit, and returns what happened, or
     * {@code null} if there is none.
     */
    @WriteOperation
    @Nullable
    Map<String, Object> rotate(@Selector String name) throws InterruptedException {
        RotatingDataSource dataSource = dataSources.get().get(name);
        return dataSource == null ? null : OutcomeView.of(dataSource.rotateNow());
    }

    private static Map<String, Object> view(RotatingDataSource dataSource) {
        Map<String, Object> view = StatusView.inFull(dataSource.getName(), dataSource.status(), Instant.now());
        view.put("breaker", StatusView.word(dataSource.circuitBreaker().getState()));
        return view;
    }
}
