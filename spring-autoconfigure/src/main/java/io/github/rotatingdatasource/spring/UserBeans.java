package io.github.rotatingdatasource.spring;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.rotatingdatasource.AuthFailureClassifier;
import io.github.rotatingdatasource.RotatingDataSourceBuilder;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.source.CredentialSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.jdbc.XADataSourceWrapper;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** What an application may define as beans for its rotating data sources. */
final class UserBeans {
    private final BeanFactory factory;

    UserBeans(BeanFactory factory) {
        this.factory = factory;
    }

    /** Returns the application's source, which Spring closes, or {@code null} if it has none. */
    @Nullable
    CredentialSource source() {
        CredentialSource bean = factory.getBeanProvider(CredentialSource.class).getIfAvailable();
        return bean == null ? null : new BeanSource(bean);
    }

    /** Returns whether data sources are to take part in distributed transactions. */
    boolean areForDistributedTransactions() {
        return factory.getBeanProvider(XADataSourceWrapper.class).stream()
                .findAny()
                .isPresent();
    }

    /** Returns the application's policy, or {@code null} if it has none. */
    @Nullable
    RotationPolicy policy() {
        return factory.getBeanProvider(RotationPolicy.class).getIfAvailable();
    }

    /**
     * Returns what the SSL bundle of this name trusts and shows.
     *
     * @throws IllegalArgumentException if there is no such bundle, or it cannot be read
     */
    SSLContext sslContext(String bundle) {
        try {
            return factory.getBean(SslBundles.class).getBundle(bundle).createSslContext();
        } catch (NoSuchSslBundleException | NoSuchBeanDefinitionException e) {
            throw new IllegalArgumentException(
                    "ssl-bundle must name a bundle below 'spring.ssl.bundle', but is " + bundle, e);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("ssl-bundle " + bundle + " cannot be read", e);
        }
    }

    /** Adds listeners, classifiers and a breaker to the builder of the data source of this name. */
    void addTo(RotatingDataSourceBuilder builder, String name) {
        factory.getBeanProvider(RotationListener.class).orderedStream().forEach(builder::listener);
        factory.getBeanProvider(AuthFailureClassifier.class)
                .orderedStream()
                .reduce(AuthFailureClassifier::orElse)
                .ifPresent(own -> builder.authFailures(own.orElse(AuthFailureClassifier.standard())));
        CircuitBreaker breaker = breaker(name);
        if (breaker != null) {
            builder.circuitBreaker(breaker);
            return;
        }
        factory.getBeanProvider(CircuitBreakerRegistry.class).ifUnique(builder::circuitBreakers);
    }

    /** Returns the breaker of the data source's name. One of another name guards something else, and must not be moved. */
    private @Nullable CircuitBreaker breaker(String name) {
        return factory.getBeanProvider(CircuitBreaker.class).stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
