package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stands for a secret in what people read: eight hexadecimal digits of an HMAC under a key that this process made up. */
final class Fingerprint {
    private static final int BYTES = 4;
    private static final SecretKeySpec KEY = new SecretKeySpec(randomKey(), "HmacSHA256");

    private Fingerprint() {}

    static String of(String username, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(KEY);
            mac.update(username.getBytes(UTF_8));
            mac.update((byte) 0); // so that moving a letter from one to the other changes the result
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(UTF_8)), 0, BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform must have HmacSHA256", impossible);
        }
    }

    private static byte[] randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
