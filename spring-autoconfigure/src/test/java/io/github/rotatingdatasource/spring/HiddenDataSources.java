package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/** Rotating data sources that no condition on a bean of that type finds. */
final class HiddenDataSources {
    @Bean(defaultCandidate = false)
    RotatingDataSource qualified(RotatingDataSources dataSources) throws SQLException {
        return made("qualified", dataSources);
    }

    @Bean
    DataSource declared(RotatingDataSources dataSources) throws SQLException {
        return made("declared", dataSources);
    }

    private static RotatingDataSource made(String name, RotatingDataSources dataSources) throws SQLException {
        return dataSources
                .builder(name, StubDriver.URL)
                .source(Apps.source(name))
                .build();
    }

    /** One that is made when somebody asks for it. */
    static final class Later {
        @Bean(defaultCandidate = false)
        @Scope("prototype")
        DataSource later(RotatingDataSources dataSources) throws SQLException {
            return made("later", dataSources);
        }
    }
}
