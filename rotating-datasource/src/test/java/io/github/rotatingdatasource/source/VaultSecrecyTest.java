package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Nothing of any recorded reply but its status and known phrases is said, thrown or logged. */
class VaultSecrecyTest {
    private static final Set<String> SECRET = Set.of("username", "password", "lease_id", "id", "token", "accessor");

    /** What databases and plugins have said, and is nobody's business either. */
    private static final List<String> TEXTS = List.of(
            "vaultadmin", "5432", "no_such_table", "no-such-role", "42P01", "deadline", "nonsense", "hvs.t0ken");

    @TempDir
    private Path directory;

    private final Logger logger = (Logger) LoggerFactory.getLogger(SidecarSource.class);
    private final List<String> said = new ArrayList<>();
    private final LogCapture log = new LogCapture(SidecarSource.class);

    @BeforeEach
    void logEverything() {
        logger.setLevel(Level.TRACE);
    }

    @AfterEach
    void logAsUsual() {
        log.close();
        logger.setLevel(null);
    }

    static List<String> recordings() {
        return Recorded.names();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void saysNoSecret(String name) throws Exception {
        Recorded recorded = Recorded.exchange(name);
        List<String> secrets = secrets(recorded);

        for (VaultPath.Kind kind : VaultPath.Kind.values()) {
            readAndTell(kind, recorded.reply());
        }
        careFor(recorded.reply());
        said.addAll(log.lines());

        assertThat(said).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain(secrets));
    }

    private static List<String> secrets(Recorded recorded) throws Exception {
        Stream<String> replied = recorded.reply().text().startsWith("{")
                ? values(recorded.reply().text())
                : Stream.of();
        Stream<String> sent = recorded.body().endsWith("}") ? values(recorded.body()) : Stream.of();
        return Stream.of(replied, sent, TEXTS.stream()).flatMap(all -> all).toList();
    }

    private static Stream<String> values(String json) throws CredentialUnavailable {
        return Json.flatten(json).entrySet().stream()
                .filter(value ->
                        SECRET.contains(value.getKey().substring(value.getKey().lastIndexOf('.') + 1)))
                .map(Map.Entry::getValue)
                .filter(value -> !value.isEmpty());
    }

    private void readAndTell(VaultPath.Kind kind, Exchange.Reply reply) {
        VaultPath path = kind.at(null, "x", null, null);
        try {
            said.add(
                    VaultReply.of(reply, path, SidecarRig.NOON, SidecarRig.NOON).toString());
        } catch (VaultFailed failure) {
            said.add(printed(failure));
        }
    }

    /** Uses what came as a login, renews and clears with it, and revokes it: each answered by the same reply. */
    private void careFor(Exchange.Reply reply) throws Exception {
        SidecarRig rig = new SidecarRig();
        Path token = Files.writeString(directory.resolve("token"), "hvs.t0ken");
        CredentialSource source =
                rig.builder().tokenFile(token).renews().revokes().build();
        rig.sidecar.answers(FakeSidecar.login("u1", 60, "X-Cache: MISS"));
        for (int i = 0; i < 8; i++) {
            rig.sidecar.answers(reply);
        }
        Credential first = source.read();
        tell(source);
        tell(source);
        source.refused(first);
        tell(source);
        source.retired(first);
        said.add(source.toString());
        rig.sidecar.requests.forEach(request -> said.add(request.toString()));
        said.add(reply.toString());
    }

    private void tell(CredentialSource source) {
        try {
            said.add(source.read().toString());
        } catch (Exception failure) {
            said.add(printed(failure));
        }
    }

    private static String printed(Exception failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
