package io.github.rotatingdatasource.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON byte for byte as Go does, and reads the small bodies of requests. Objects are maps that keep their order,
 * whole numbers are {@link Long}s, and null is {@link #NULL}.
 */
final class Json {
    /** JSON's null. */
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Returns the value as Go's encoder writes it: no spaces, and {@code <}, {@code >}, {@code &} escaped. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    /**
     * Reads one value, and what follows it is not looked at, as Go's decoder does.
     *
     * @throws IllegalArgumentException with Go's words if this is not JSON
     */
    static Object read(String text) {
        return new Json(text).value();
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException with Go's words if this is no JSON object
     */
    @SuppressWarnings("unchecked")
    static Map<String, Object> readObject(String text) {
        if (!(read(text) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("json: cannot unmarshal into an object");
        }
        return (Map<String, Object>) map;
    }

    private static void append(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map) {
            appendAll(out, '{', map.entrySet().iterator(), '}');
        } else if (value instanceof List<?> list) {
            appendAll(out, '[', list.iterator(), ']');
        } else if (value instanceof String string) {
            appendString(out, string);
        } else {
            out.append(value);
        }
    }

    private static void appendAll(StringBuilder out, char first, Iterator<?> items, char last) {
        out.append(first);
        while (items.hasNext()) {
            Object item = items.next();
            if (item instanceof Map.Entry<?, ?> member) {
                appendString(out, String.valueOf(member.getKey()));
                out.append(':');
                append(out, member.getValue());
            } else {
                append(out, item);
            }
            out.append(items.hasNext() ? "," : "");
        }
        out.append(last);
    }

    private static void appendString(StringBuilder out, String string) {
        out.append('"');
        string.chars().forEach(c -> out.append(escaped((char) c)));
        out.append('"');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '<', '>', '&', '\u2028', '\u2029' -> String.format("\\u%04x", (int) c);
            default -> c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c);
        };
    }

    private Object value() {
        char c = next();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", NULL);
            default -> number(c);
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        char c = next();
        while (c != '}') {
            if (c != '"') {
                throw unexpected(c, "looking for beginning of object key string");
            }
            String name = string();
            expect(':', "after object key");
            members.put(name, value());
            c = next();
            if (c == ',') {
                c = next();
            } else if (c != '}') {
                throw unexpected(c, "after object key:value pair");
            }
        }
        return members;
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        char c = next();
        while (c != ']') {
            at--;
            items.add(value());
            c = next();
            if (c == ',') {
                c = next();
            } else if (c != ']') {
                throw unexpected(c, "after array element");
            }
        }
        return items;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (char c = any(); c != '"'; c = any()) {
            string.append(c == '\\' ? unescaped(any()) : c);
        }
        return string.toString();
    }

    private char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> (char) Integer.parseInt("" + any() + any() + any() + any(), 16);
            default -> c;
        };
    }

    private Object number(char first) {
        if (first != '-' && (first < '0' || first > '9')) {
            throw unexpected(first, "looking for beginning of value");
        }
        int start = at - 1;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        return number.matches("-?[0-9]+") ? (Object) Long.valueOf(number) : (Object) Double.valueOf(number);
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at - 1)) {
            throw unexpected(text.charAt(at - 1), "looking for beginning of value");
        }
        at += word.length() - 1;
        return meaning;
    }

    private void expect(char wanted, String where) {
        char c = next();
        if (c != wanted) {
            throw unexpected(c, where);
        }
    }

    /** Returns the next character that is not white space. */
    private char next() {
        char c = any();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = any();
        }
        return c;
    }

    private char any() {
        if (at >= text.length()) {
            throw new IllegalArgumentException(text.isBlank() ? "EOF" : "unexpected EOF");
        }
        return text.charAt(at++);
    }

    private static IllegalArgumentException unexpected(char c, String where) {
        return new IllegalArgumentException("invalid character '" + c + "' " + where);
    }
}
