package io.github.rotatingdatasource;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every log line about rotation, and about what a start does without.
 *
 * <p>INFO: a rotation, a start, an end. WARN: something failed and callers do not feel it. ERROR: there are no
 * connections. DEBUG: the rest.
 */
final class RotationLog implements RotationListener {
    private static final Logger log = LoggerFactory.getLogger(RotatingDataSource.class);

    private String lastFailure = "";

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        if (event instanceof RotationEvent.Rotated rotated) {
            rotated(dataSource, rotated);
        } else if (event instanceof RotationEvent.RotationFailed failed) {
            failed(dataSource, failed);
        } else if (event instanceof RotationEvent.LoginRefused refused) {
            log.warn(
                    "{}: the database refuses login {} of generation {}, or has dropped its user; asking for another",
                    dataSource,
                    refused.fingerprint(),
                    refused.generation());
        } else if (event instanceof RotationEvent.Unavailable unavailable) {
            log.error(
                    "{}: no connections, since {}; every checkout fails until a login works",
                    dataSource,
                    unavailable.reason());
        } else if (event instanceof RotationEvent.SourceFailed source) {
            log.warn("{}: no credential to be had: {}", dataSource, source.reason());
        } else if (event instanceof RotationEvent.SourceRecovered) {
            log.info("{}: credentials are to be had again", dataSource);
        } else if (event instanceof RotationEvent.RotationSkipped) {
            log.warn(
                    "{}: credentials change faster than they can be used, some are passed over;"
                            + " does the agent's policy lack sys/leases/renew?",
                    dataSource);
        } else if (event instanceof RotationEvent.Drained drained) {
            drained(dataSource, drained);
        } else if (event instanceof RotationEvent.Suspended) {
            log.info("{}: suspended; every checkout fails until it is resumed", dataSource);
        } else if (event instanceof RotationEvent.Closed) {
            log.info("{}: closed", dataSource);
        } else {
            log.debug("{}: {}", dataSource, event);
        }
    }

    static void managementBeanExists(String dataSource) {
        log.warn("{}: another pool of this name has a management bean, so this one gets none", dataSource);
    }

    private void rotated(String dataSource, RotationEvent.Rotated rotated) {
        lastFailure = "";
        log.info(
                "{}: generation {} serves with login {} ({}, {} in {} ms, lease {} {})",
                dataSource,
                rotated.generation(),
                rotated.fingerprint(),
                lower(rotated.reason()),
                rotated.cutOver() ? "at once" : "handed over",
                rotated.took().toMillis(),
                lower(rotated.lease().end()),
                rotated.lease().length());
    }

    private void failed(String dataSource, RotationEvent.RotationFailed failed) {
        String text = failed.part() + failed.message();
        if (text.equals(lastFailure)) {
            log.debug("{}: still no rotation: {}", dataSource, failed);
            return;
        }
        lastFailure = text;
        String next = failed.retryIn() == null
                ? "no other attempt"
                : "next attempt in " + failed.retryIn().toMillis() + " ms";
        if (failed.reason() == RotationEvent.Reason.START) {
            log.error("{}: no connections, since {}; {}", dataSource, failed.message(), next);
        } else if (failed.serving() == 0) {
            log.warn("{}: no generation serves, since {}; {}", dataSource, failed.message(), next);
        } else {
            log.warn("{}: generation {} goes on, since {}; {}", dataSource, failed.serving(), failed.message(), next);
        }
    }

    private static void drained(String dataSource, RotationEvent.Drained drained) {
        if (drained.cut() > 0) {
            log.warn(
                    "{}: generation {} is gone after {} ms, with {} connections cut off that had not come back",
                    dataSource,
                    drained.generation(),
                    drained.took().toMillis(),
                    drained.cut());
        } else {
            log.debug(
                    "{}: generation {} is gone after {} ms",
                    dataSource,
                    drained.generation(),
                    drained.took().toMillis());
        }
    }

    static void stillStarting(String dataSource, String reason) {
        log.info("{}: still waiting for the first login: {}", dataSource, reason);
    }

    /** What a user's own code throws is logged as it is: it has promised to keep secrets out of it. */
    static void foreignCodeFailed(String what, Throwable failure) {
        log.warn("a {} failed", what, failure);
    }

    static void closeIsSlow(String dataSource, long pools) {
        log.warn("{}: {} pools are still being closed; the rest is done", dataSource, pools);
    }

    static void suspensionIsSlow(String dataSource) {
        log.warn("{}: suspended, but a connection is not closed yet, with which no checkpoint is possible", dataSource);
    }

    /** The failure may be a driver's, and name the user: what it says is left out, where it happened is not. */
    static void sourceIsSlowToClose(String source) {
        log.warn("{} did not close in time, and is left to itself: a lease may be left that nobody revoked", source);
    }

    static void stepFailed(String dataSource, Throwable failure) {
        log.error(
                "{}: a step of the rotation failed; it goes on with the next",
                dataSource,
                Redaction.withoutTexts(failure));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
