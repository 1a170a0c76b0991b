package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A method for each parser that takes any bytes and fails if the parser does what it must not: throw anything but {@link
 * CredentialUnavailable}, take long, or say anything that is not one of the fixed texts here, which hold nothing of what was
 * read. A fuzzer calls {@link #fuzzerTestOneInput} with the parser that the system property names.
 */
public final class ParserTargets {
    /** Takes bytes, each by its name, which is also that of its corpus. */
    static final Map<String, Consumer<byte[]>> ALL = new TreeMap<>(Map.of(
            "env", ParserTargets::env,
            "json", ParserTargets::json,
            "keyValue", ParserTargets::keyValue,
            "token", ParserTargets::token,
            "leaseLength", ParserTargets::leaseLength));

    private static final Duration LIMIT = Duration.ofSeconds(10); // of the processor: the machine may be busy
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final String KEY =
            "(key )?(DB_USER|DB_PASS|DB_LEASE_ID|DB_TTL|the lease id|lease_id|lease_duration|(data\\.)?ttl"
                    + "|((data\\.){0,2}|spring\\.datasource\\.)(username|password)|token)";
    private static final String NUMBER = "\\d{1,6}";

    /** Whatever may be said. A number is one of a line, a column or a length. */
    private static final List<Pattern> SAYINGS = List.of(
            Pattern.compile("it is empty"),
            Pattern.compile("it is not UTF-8 text"),
            Pattern.compile("Input length = " + NUMBER), // of the JDK's own exception
            Pattern.compile(KEY + " is missing"),
            Pattern.compile(KEY + " is empty"),
            Pattern.compile(KEY + " has <no value>, because the template names a field that the secret does not have"),
            Pattern.compile("wanted (KEY=value|key: value) or nothing in line " + NUMBER + ", but found no key"),
            Pattern.compile("wanted each key once, but line " + NUMBER + " repeats one"),
            Pattern.compile("wanted each key once, but two members have the same path"),
            Pattern.compile(Pattern.quote(
                    "wanted a line for each key, but found KV version 2, which this template prints as Go maps"
                            + " that nobody can take apart; have the agent render JSON, or name the fields in a template"
                            + " (.Data.data.username)")),
            Pattern.compile("wanted a JSON object, but found something else at line " + NUMBER + ", column " + NUMBER),
            Pattern.compile(
                    "wanted a JSON object, but found one that is nested more than 16 levels deep or has a number or"
                            + " a name that is too long"),
            Pattern.compile("wanted a JSON object, but it begins with something else"),
            Pattern.compile("wanted one JSON object, but more follows it"),
            Pattern.compile("wanted paths of 1024 characters at most, but one is longer"),
            Pattern.compile("wanted (" + KEY + " and " + KEY + "(, or )?){4}, but found none of them"),
            Pattern.compile("wanted one credential, but " + KEY + " and " + KEY
                    + " are not the same; set usernameKey and passwordKey to those that count"),
            Pattern.compile("wanted a token, but found only white space"),
            Pattern.compile("wanted a token in one line, but found more than one line"),
            Pattern.compile("wanted a token of 65535 characters at most, but found " + NUMBER),
            Pattern.compile("WARN creds has <no value> for " + KEY + " or " + KEY + ", so nobody knows when its"
                    + " credential ends; use .LeaseID and .LeaseDuration in the agent's template instead of .Data.lease_id"
                    + " and .Data.lease_duration"),
            Pattern.compile("WARN creds has something for " + KEY + " that is neither seconds nor a duration"
                    + " \\(wanted 3600, 3600s or 1h30m\\), so nobody knows when its credential ends"));

    static {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(ParserTargets.class)).setAdditive(false);
    }

    private ParserTargets() {}

    /** Takes text; returns what it found, or {@code null}. */
    @FunctionalInterface
    interface Parser {
        @Nullable
        Credential parse(String text, FileAdvice advice) throws CredentialUnavailable;
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        ALL.get(System.getProperty("fuzz.parser")).accept(bytes);
    }

    static void env(byte[] bytes) {
        parse(bytes, (text, advice) -> verbatim(text, "=", of(CredentialFormat.env(), text, advice)));
    }

    static void keyValue(byte[] bytes) {
        parse(bytes, (text, advice) -> verbatim(text, ": ", of(CredentialFormat.keyValue(), text, advice)));
    }

    static void token(byte[] bytes) {
        parse(bytes, (text, advice) -> {
            Credential token = of(CredentialFormat.token("app"), text, advice);
            assertThat(token.isLoginOnly()).isTrue();
            assertThat(token.password().lines()).hasSize(1);
            return verbatim("=" + text, "=", token);
        });
    }

    static void json(byte[] bytes) {
        parse(bytes, (text, advice) -> {
            boolean isWhole = CredentialFormat.json().isWhole(text);
            assertThat(isWhole).isEqualTo(isJson(text));
            return of(CredentialFormat.json(), text, advice);
        });
    }

    static void leaseLength(byte[] bytes) {
        parse(bytes, (text, advice) -> {
            Duration length = LeaseLength.parse(new String(bytes, UTF_8));
            if (length != null) {
                assertThat(length).isBetween(Duration.ZERO, LeaseLength.LONGEST);
            }
            return null;
        });
    }

    private static Credential of(CredentialFormat format, String text, FileAdvice advice) throws CredentialUnavailable {
        return new CredentialParser(format, new ChosenKeys(null, null, null, null)).parse(text, NOON, advice);
    }

    private static Credential verbatim(String text, String before, Credential credential) {
        assertThat(text.contains(before + credential.password())).isTrue();
        return credential;
    }

    private static boolean isJson(String text) {
        try {
            CredentialFormat.json().entries(text);
            return true;
        } catch (CredentialUnavailable anythingElse) {
            return false;
        }
    }

    /** Runs one parser, and looks at all it says. */
    static void parse(byte[] bytes, Parser parser) {
        long began = threads().getCurrentThreadCpuTime();
        try (LogCapture log = new LogCapture(ParserTargets.class)) {
            parse(bytes, parser, new FileAdvice(ParserTargets.class, Path.of("creds"), ""));
            log.lines().forEach(ParserTargets::checkSaying);
        }
        assertThat(Duration.ofNanos(threads().getCurrentThreadCpuTime() - began))
                .isLessThan(LIMIT);
    }

    private static ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean();
    }

    private static void parse(byte[] bytes, Parser parser, FileAdvice advice) {
        try {
            parser.parse(FileContent.text(bytes), advice);
        } catch (CredentialUnavailable failure) {
            for (Throwable each = failure; each != null; each = each.getCause()) {
                checkSaying(each.getMessage());
            }
        }
    }

    private static void checkSaying(String saying) {
        assertThat(SAYINGS)
                .as("what may be said, for: %s", saying)
                .anyMatch(each -> each.matcher(saying).matches());
    }
}
