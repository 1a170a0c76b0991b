package io.github.rotatingdatasource.source;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says in one sentence why there was no TLS. */
final class TlsDiagnosis {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

    private TlsDiagnosis() {}

    static String sentence(SSLException failure, Endpoint endpoint) {
        if (has(failure, CertificateExpiredException.class)) {
            return "the certificate of " + endpoint + " has expired";
        }
        if (has(failure, CertificateNotYetValidException.class)) {
            return "the certificate of " + endpoint + " is not valid yet";
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return "the certificate of " + endpoint + " is not trusted: no issuer of it is in the trust store";
        }
        if (has(failure, SSLPeerUnverifiedException.class) || has(failure, CertificateException.class)) {
            return "the certificate of " + endpoint + " is for another host";
        }
        return handshake(String.valueOf(failure.getMessage()), endpoint);
    }

    private static String handshake(String message, Endpoint endpoint) {
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return endpoint + " refused TLS with the alert " + alert.group(1)
                    + ", which may mean that it wants another client certificate";
        }
        return message.contains("Unsupported or unrecognized SSL message")
                ? endpoint + " does not speak TLS"
                : "TLS with " + endpoint + " failed";
    }

    private static boolean has(SSLException failure, Class<? extends Exception> cause) {
        return Diagnosis.find(failure, cause) != null;
    }
}
