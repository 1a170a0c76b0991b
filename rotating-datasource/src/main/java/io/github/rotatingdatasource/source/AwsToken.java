package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What shows the AWS agent that a request comes from this machine and is no forged one. Read anew each time, since each start of
 * the agent's service writes another one.
 *
 * @param file where it is, or {@code null} if it is the value itself
 * @param value it, or {@code null} if it is in a file
 */
record AwsToken(@Nullable Path file, @Nullable String value) {
    private static final List<String> VARIABLES =
            List.of("AWS_TOKEN", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN");
    private static final String FILE = "file://";
    private static final int SIZE_LIMIT = 4096;

    static AwsToken in(Path file) {
        return new AwsToken(file, null);
    }

    /**
     * Returns the token that the agent itself would take: what the first of three variables says that is set, or what is in the file
     * that it names with {@code file://}.
     *
     * @throws IllegalArgumentException if none is set
     */
    static AwsToken from(UnaryOperator<@Nullable String> environment) {
        for (String variable : VARIABLES) {
            String value = environment.apply(variable);
            if (value != null) {
                return value.startsWith(FILE) ? in(Path.of(value.substring(FILE.length()))) : new AwsToken(null, value);
            }
        }
        throw new IllegalArgumentException("one of the variables " + VARIABLES + " must be set, but none is");
    }

    String read() throws CredentialUnavailable {
        String text = file == null ? String.valueOf(value) : content(file);
        String token = text.strip();
        if (token.isEmpty()) {
            throw new CredentialUnavailable("the token in " + this + " is empty");
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new CredentialUnavailable("the token in " + this + " has more than visible ASCII characters");
        }
        return token;
    }

    private static String content(Path file) throws CredentialUnavailable {
        try {
            return FileContent.read(file, SIZE_LIMIT).text();
        } catch (CredentialUnavailable failure) {
            throw new CredentialUnavailable(
                    "the token in " + file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    @Override
    public String toString() {
        return file == null ? "the environment" : file.toString();
    }
}
