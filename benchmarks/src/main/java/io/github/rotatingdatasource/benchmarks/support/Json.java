package io.github.rotatingdatasource.benchmarks.support;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON. */
final class Json {
    private Json() {}

    /** Returns {@code value} as JSON: a map, a collection, an array of doubles, a number, a truth value, or a text. */
    static String of(Object value) {
        return text(value, "\n") + "\n";
    }

    private static String text(Object value, String newLine) {
        if (value instanceof Map<?, ?> map) {
            String inner = newLine + "  ";
            return map.entrySet().stream()
                    .map(entry -> inner + quoted(entry.getKey()) + ": " + text(entry.getValue(), inner))
                    .collect(Collectors.joining(",", "{", newLine + "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(one -> text(one, newLine)).collect(Collectors.joining(", ", "[", "]"));
        }
        return isBare(value) ? value.toString() : quoted(value);
    }

    private static boolean isBare(Object value) {
        boolean isNumber = value instanceof Number number && Double.isFinite(number.doubleValue());
        return isNumber || value instanceof Boolean;
    }

    private static String quoted(Object value) {
        return value.toString().chars().mapToObj(Json::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int c) {
        if (c == '"' || c == '\\') {
            return "\\" + (char) c;
        }
        return c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c);
    }
}
