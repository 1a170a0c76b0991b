package io.github.rotatingdatasource.source;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Under which keys a secret of AWS Secrets Manager has its credential: JSON in JSON, as rotation templates write it. What else is there
 * (host, port, engine) is not looked at.
 */
record AwsSecret(String usernameKey, String passwordKey) {
    private static final String TEXT = "SecretString";
    private static final String BINARY = "SecretBinary";

    AwsSecret {
        if (usernameKey.isEmpty() || passwordKey.isEmpty() || usernameKey.equals(passwordKey)) {
            throw new IllegalArgumentException(
                    "keys must be two different names, but are \"" + usernameKey + "\" and \"" + passwordKey + "\"");
        }
    }

    /** Returns the credential in the agent's reply. Nobody tells when it ends: a rotation may come at any time. */
    Credential credential(String body) throws CredentialUnavailable {
        Map<String, String> values = flattened(secret(flattened(body, "its reply")), "the secret");
        return new Credential(required(values, usernameKey), required(values, passwordKey), Lease.unknown());
    }

    private static Map<String, String> flattened(String text, String what) throws CredentialUnavailable {
        try {
            return Json.flatten(text);
        } catch (CredentialUnavailable malformed) {
            throw new CredentialUnavailable(what + " is not as it should be: " + malformed.getMessage(), malformed);
        }
    }

    private static String secret(Map<String, String> reply) throws CredentialUnavailable {
        String text = reply.get(TEXT);
        if (text != null) {
            return text;
        }
        String binary = reply.get(BINARY);
        if (binary == null) {
            throw new CredentialUnavailable("its reply has neither " + TEXT + " nor " + BINARY);
        }
        try {
            return new String(Base64.getDecoder().decode(binary), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) { // no cause: it may quote
            throw new CredentialUnavailable("its reply has a " + BINARY + " that is not base64");
        }
    }

    private static String required(Map<String, String> values, String key) throws CredentialUnavailable {
        String value = values.get(key);
        if (value == null) {
            throw new CredentialUnavailable("the secret has no value for the key " + key);
        }
        if (value.isEmpty()) {
            throw new CredentialUnavailable("the secret has an empty value for the key " + key);
        }
        return value;
    }
}
