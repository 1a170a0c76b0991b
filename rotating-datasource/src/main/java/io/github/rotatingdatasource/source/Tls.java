package io.github.rotatingdatasource.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads whom to trust, and who we are, from files. They are read once: who replaces one builds the source again. */
final class Tls {
    private Tls() {}

    /**
     * A file of certificates or keys, PKCS12 or JKS; without a password, PEM certificates.
     *
     * @param password of the file and of the key in it
     */
    record Store(Path path, @Nullable String password) {
        private char @Nullable [] letters() {
            return password == null ? null : password.toCharArray();
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Returns a context that trusts what is in {@code trust} only, and shows the certificate in {@code key}.
     *
     * @param trust or {@code null} for what the JVM trusts
     * @param key or {@code null} for no certificate of ours
     * @throws IllegalArgumentException if a file cannot be read or has nothing of use; says which, and no password
     */
    static SSLContext context(@Nullable Store trust, @Nullable Store key) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(key == null ? null : keys(key), trust == null ? null : trusted(trust), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException(
                    "TLS with trust store " + trust + " and key store " + key + " is not possible: "
                            + unusable.getClass().getSimpleName(),
                    unusable);
        }
    }

    private static TrustManager[] trusted(Store store) throws GeneralSecurityException {
        KeyStore certificates = store.password() == null ? pem(store.path()) : open("trust", store);
        require(certificates, true, "trust store " + store + " has no trusted certificate");
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Store store) throws GeneralSecurityException {
        if (store.password() == null) {
            throw new IllegalArgumentException("key store " + store + " needs a password");
        }
        KeyStore keys = open("key", store);
        require(keys, false, "key store " + store + " has no private key");
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        try {
            factory.init(keys, store.letters());
        } catch (UnrecoverableKeyException other) {
            throw new IllegalArgumentException("key store " + store + " has a key with another password", other);
        }
        return factory.getKeyManagers();
    }

    private static void require(KeyStore store, boolean isCertificate, String orElse) throws KeyStoreException {
        for (String alias : Collections.list(store.aliases())) {
            if (isCertificate ? store.isCertificateEntry(alias) : store.isKeyEntry(alias)) {
                return;
            }
        }
        throw new IllegalArgumentException(orElse);
    }

    private static KeyStore open(String kind, Store store) throws GeneralSecurityException {
        requireReadable(kind, store.path());
        try {
            return KeyStore.getInstance(store.path().toFile(), store.letters());
        } catch (IOException | KeyStoreException failure) {
            throw new IllegalArgumentException(
                    kind + " store " + store
                            + " cannot be opened: its password is another, or it is neither PKCS12 nor JKS",
                    failure);
        }
    }

    private static void requireReadable(String kind, Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new IllegalArgumentException(
                    kind + " store " + path + " cannot be read: it is missing, no file, or this process may not");
        }
    }

    private static KeyStore pem(Path path) throws GeneralSecurityException {
        requireReadable("trust", path);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
            for (Certificate certificate : certificates(path)) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            return store;
        } catch (IOException | CertificateException failure) {
            throw new IllegalArgumentException(
                    "trust store " + path + " must have PEM certificates, since it has no password", failure);
        }
    }

    private static Collection<? extends Certificate> certificates(Path path) throws IOException, CertificateException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
