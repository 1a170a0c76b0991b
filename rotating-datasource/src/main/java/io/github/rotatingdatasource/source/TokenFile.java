package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A file that holds the token to send; read anew for each request, since whoever writes it may replace the token at any time. */
final class TokenFile {
    /** Far more than any token has: those of batches come to some 200. */
    private static final int LIMIT = 16 << 10;

    private static final Pattern LINE = Pattern.compile("[\\x21-\\x7e]+");

    private final Path path;

    TokenFile(Path path) {
        this.path = path;
    }

    /**
     * Returns the token, without the blanks and line ends around it.
     *
     * @throws CredentialUnavailable if there is none, or more than one line; says where, not what is there
     */
    String token() throws CredentialUnavailable {
        String token = text().strip();
        if (token.isEmpty()) {
            throw new CredentialUnavailable("no token in " + path + ": it is blank");
        }
        if (!LINE.matcher(token).matches()) {
            throw new CredentialUnavailable(
                    "no token in " + path + ": wanted one line of visible ASCII characters, but it has others");
        }
        return token;
    }

    private String text() throws CredentialUnavailable {
        try {
            return FileContent.read(path, LIMIT).text();
        } catch (CredentialUnavailable failure) {
            throw new CredentialUnavailable("no token in " + path + ": " + failure.getMessage(), failure);
        }
    }
}
