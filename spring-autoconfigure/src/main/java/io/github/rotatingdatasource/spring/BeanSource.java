package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import java.time.Duration;

/**
 * A source that is a bean. The data source does not close it: Spring, which made it, does, after the data source, and a source
 * is closed once.
 */
record BeanSource(CredentialSource bean) implements CredentialSource {
    @Override
    public Credential read() throws Exception {
        return bean.read();
    }

    @Override
    public boolean isCheap() {
        return bean.isCheap();
    }

    @Override
    public Duration pollInterval() {
        return bean.pollInterval();
    }

    @Override
    public void onChange(Runnable changed) {
        bean.onChange(changed);
    }

    @Override
    public void refused(Credential credential) {
        bean.refused(credential);
    }

    @Override
    public void accepted(Credential credential) {
        bean.accepted(credential);
    }

    @Override
    public void retired(Credential credential) {
        bean.retired(credential);
    }

    @Override
    public void suspend() {
        bean.suspend();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return bean.toString();
    }
}
