package io.github.rotatingdatasource.testkit;

import java.security.SecureRandom;

/** Random names and passwords that look like Vault's. */
final class RandomText {
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PASSWORD_LENGTH = 20;

    private RandomText() {}

    /** Returns {@code length} letters and digits. */
    static String alphanumeric(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHANUMERIC.charAt(RANDOM.nextInt(ALPHANUMERIC.length())));
        }
        return text.toString();
    }

    /** Returns {@code length} digits, the first of which is not zero. */
    static String digits(int length) {
        StringBuilder text = new StringBuilder(length).append(1 + RANDOM.nextInt(9));
        while (text.length() < length) {
            text.append(RANDOM.nextInt(10));
        }
        return text.toString();
    }

    /** Returns a password of 20 characters, one of which is a dash, as Vault's default policy makes them. */
    static String password() {
        StringBuilder text = new StringBuilder(alphanumeric(PASSWORD_LENGTH));
        text.setCharAt(1 + RANDOM.nextInt(PASSWORD_LENGTH - 2), '-');
        return text.toString();
    }
}
