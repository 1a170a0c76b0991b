package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.testkit.KubernetesVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever the login is, what was written comes back. A failure names the seed of its run; others run with a property. */
class RoundTripTest {
    private static final Logger LOG = LoggerFactory.getLogger(RoundTripTest.class);
    private static final long SEED = Long.getLong("rotating.roundtrip.seed", 4711);
    private static final int ROUNDS = Integer.getInteger("rotating.roundtrip.rounds", 2000);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Random random = new Random(SEED);

    @BeforeEach
    void sayTheSeed() {
        LOG.info("seed {}", SEED);
    }

    /** Of every plane of Unicode, with what has a meaning to somebody more often than by chance; no surrogate alone. */
    private String text(boolean withLineEnds) {
        String text = IntStream.range(0, 1 + random.nextInt(30))
                .map(i -> letter())
                .filter(letter -> withLineEnds || (letter != '\n' && letter != '\r'))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.isBlank() ? "x" + text : text;
    }

    private int letter() {
        String special = "=:#\"'\\/$ {}[],\t\n\r<>%&.-\0\u007f\u0085\u2028\ufeff";
        return switch (random.nextInt(4)) {
            case 0 -> special.charAt(random.nextInt(special.length()));
            case 1 -> ' ' + random.nextInt('~' - ' ');
            case 2 -> random.nextInt(Character.MIN_SURROGATE);
            default ->
                Character.toCodePoint((char) (Character.MIN_HIGH_SURROGATE + random.nextInt(1024)), (char)
                        (Character.MIN_LOW_SURROGATE + random.nextInt(1024)));
        };
    }

    private static Credential read(CredentialFormat format, String written) throws Exception {
        return new CredentialParser(format, new ChosenKeys(null, null, null, null))
                .parse(written, NOON, new FileAdvice(Path.of("creds")));
    }

    @Test
    void ofLines() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Credential login = new Credential(text(false), text(false), Lease.lowerBound(NOON, Duration.ofSeconds(60)));
            String end = random.nextBoolean() ? "\n" : "\r\n";
            String env = "DB_USER=" + login.username() + end + "DB_PASS=" + login.password() + end + "DB_TTL=60" + end;
            String keyValue = "ttl: 60" + end + "username: " + login.username() + end + "password: " + login.password();

            assertThat(read(CredentialFormat.env(), env)).as("round %d", round).isEqualTo(login);
            assertThat(read(CredentialFormat.keyValue(), keyValue + end))
                    .as("round %d", round)
                    .isEqualTo(login);
        }
    }

    @Test
    void ofJsonInEachShape() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Credential login = new Credential(text(true), text(true), Lease.lowerBound(NOON, Duration.ofSeconds(60)));
            String json = json(login, random.nextInt(4));

            assertThat(read(CredentialFormat.json(), json))
                    .as("round %d", round)
                    .isEqualTo(login);
            assertThat(CredentialFormat.json().isWhole(json.substring(0, random.nextInt(json.length()))))
                    .as("round %d", round)
                    .isFalse();
        }
    }

    private String json(Credential login, int shape) {
        String pair = member("username", login.username()) + "," + member("password", login.password());
        String lease = ",\"lease_id\":\"a/1\",\"lease_duration\":60}";
        return switch (shape) {
            case 0 -> "{" + pair + lease;
            case 1 -> "{\"data\":{" + pair + "}" + lease;
            case 2 -> "{\"data\":{\"data\":{" + pair + "}}" + lease;
            default -> "{\"spring\":{\"datasource\":{" + pair + "}}" + lease;
        };
    }

    private String member(String name, String value) {
        StringBuilder member = new StringBuilder("\"").append(name).append("\": \"");
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            boolean mustEscape = letter < ' ' || letter == '"' || letter == '\\';
            member.append(mustEscape || random.nextInt(5) == 0 ? String.format("\\u%04x", (int) letter) : letter);
        }
        return member.append('"').toString();
    }

    @Test
    void ofATokenInAFile(@TempDir Path directory) throws Exception {
        FileRig rig = new FileRig(directory);
        for (int round = 0; round < ROUNDS / 10; round++) {
            String user = text(false);
            String token = "x" + text(false); // a byte order mark at the beginning of a file is none of it
            rig.write(token + (random.nextBoolean() ? "\n" : ""));

            CredentialSource source =
                    rig.builder().format(CredentialFormat.token(user)).build();
            assertThat(source.read()).as("round %d", round).isEqualTo(Credential.loginOnly(user, token));
        }
    }

    @Test
    void ofAVolume(@TempDir Path directory) throws Exception {
        KubernetesVolume volume = KubernetesVolume.at(directory);
        CredentialSource source = CredentialSource.volume(directory);
        for (int round = 0; round < ROUNDS / 10; round++) {
            Credential login = new Credential("x" + text(true), "x" + text(true), Lease.unknown());
            volume.update(Map.of("username", login.username() + "\n", "password", login.password() + "\r\n"));

            assertThat(source.read()).as("round %d", round).isEqualTo(login);
        }
    }
}
