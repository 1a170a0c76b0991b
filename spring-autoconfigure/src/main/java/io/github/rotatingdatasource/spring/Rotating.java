package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

/** Finds rotating data sources, decorated ones too. */
final class Rotating {
    private Rotating() {}

    /** Returns the rotating data source that {@code dataSource} is or wraps, or {@code null}. */
    static @Nullable RotatingDataSource in(DataSource dataSource) {
        RotatingDataSource found = DataSourceUnwrapper.unwrap(dataSource, RotatingDataSource.class);
        return found == null ? wrapped(dataSource) : found;
    }

    private static @Nullable RotatingDataSource wrapped(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(RotatingDataSource.class)
                    ? dataSource.unwrap(RotatingDataSource.class)
                    : null;
        } catch (SQLException | RuntimeException e) {
            return null; // it cannot tell, as one that routes and has no target just now
        }
    }

    /**
     * Returns all that are beans here or in a parent, by their own names, in alphabetical order; also those that are injected by
     * qualifier only, those that are declared as something else, and those that were not made before.
     */
    static Map<String, RotatingDataSource> all(ListableBeanFactory factory) {
        Map<String, RotatingDataSource> all = new TreeMap<>();
        BeanFactoryUtils.beansOfTypeIncludingAncestors(factory, DataSource.class, false, true)
                .values()
                .forEach(bean -> {
                    RotatingDataSource rotating = in(bean);
                    if (rotating != null) {
                        all.put(rotating.getName(), rotating);
                    }
                });
        return all;
    }
}
