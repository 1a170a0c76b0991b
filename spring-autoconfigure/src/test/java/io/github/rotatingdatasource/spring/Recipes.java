package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.OfferedCredentials;
import io.github.rotatingdatasource.source.SharedSource;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

/** The Java code of the documentation, word for word. */
final class Recipes {
    private Recipes() {}

    static final class OwnSource {
        @Bean
        OfferedCredentials logins() {
            return CredentialSource.offered();
        }
    }

    static final class TwoDataSources {
        @Bean(defaultCandidate = false)
        @Qualifier("reports")
        RotatingDataSource reportsDataSource(
                RotatingDataSources dataSources,
                @Value("${reports.url}") String url,
                @Value("${reports.file}") String file)
                throws SQLException {
            return dataSources
                    .builder("reports", url)
                    .source(CredentialSource.file(Path.of(file)))
                    .build();
        }
    }

    static final class OneLogin {
        @Bean
        SharedSource shared(@Value("${reports.file}") String file) {
            return SharedSource.of(CredentialSource.file(Path.of(file)));
        }

        @Bean
        CredentialSource ofWriter(SharedSource shared) {
            return shared.member();
        }

        @Bean(defaultCandidate = false)
        @Qualifier("readers")
        RotatingDataSource readersDataSource(
                RotatingDataSources dataSources, SharedSource shared, @Value("${readers.url}") String url)
                throws SQLException {
            return dataSources.builder("readers", url).source(shared.member()).build();
        }
    }
}
