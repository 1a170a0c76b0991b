package io.github.rotatingdatasource.source;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Takes a JSON object apart into its values by their paths: {@code {"data":{"username":"a"},"errors":["b"]}} has {@code
 * data.username} and {@code errors.0}. Numbers and booleans are kept as they were written; {@code null}s, empty objects and empty arrays
 * are left out.
 *
 * <p>Whatever is wrong is told without quoting the text, any part of which may be a password.
 */
final class Json {
    private static final int DEEPEST = 16;
    private static final int LONGEST_PATH = 1024; // long ones of many values would take the square of the text

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Map<String, String> values = new HashMap<>();
    private final JsonParser parser;

    private Json(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Returns the values of {@code text}, which must be one object, by their paths.
     *
     * @throws CredentialUnavailable if it is anything else; says where, not what is there
     */
    static Map<String, String> flatten(String text) throws CredentialUnavailable {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new Json(parser).object();
        } catch (JacksonException malformed) { // without its message and as no cause: both may quote
            throw malformed(malformed.getLocation());
        }
    }

    /** Jackson has no place for what is beyond its limits. */
    private static CredentialUnavailable malformed(@Nullable TokenStreamLocation where) {
        if (where == null) {
            return new CredentialUnavailable("wanted a JSON object, but found one that is nested more than " + DEEPEST
                    + " levels deep or has a number or a name that is too long");
        }
        return new CredentialUnavailable("wanted a JSON object, but found something else at line " + where.getLineNr()
                + ", column " + where.getColumnNr());
    }

    private Map<String, String> object() throws CredentialUnavailable {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new CredentialUnavailable("wanted a JSON object, but it begins with something else");
        }
        members("");
        if (parser.nextToken() != null) {
            throw new CredentialUnavailable("wanted one JSON object, but more follows it");
        }
        return values;
    }

    private void members(String prefix) throws CredentialUnavailable {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String path = prefix + parser.currentName();
            if (path.length() > LONGEST_PATH) {
                throw new CredentialUnavailable(
                        "wanted paths of " + LONGEST_PATH + " characters at most, but one is longer");
            }
            parser.nextToken();
            value(path);
        }
    }

    private void elements(String prefix) throws CredentialUnavailable {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            value(prefix + i);
        }
    }

    private void value(String path) throws CredentialUnavailable {
        switch (parser.currentToken()) {
            case START_OBJECT -> members(path + ".");
            case START_ARRAY -> elements(path + ".");
            case VALUE_NULL -> {}
            default -> {
                if (values.put(path, parser.getString()) != null) {
                    throw new CredentialUnavailable("wanted each key once, but two members have the same path");
                }
            }
        }
    }
}
