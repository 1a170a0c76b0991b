package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Plays recorded requests against the kit, and expects the recorded replies, field for field. What is random or a time
 * differs, but must be the same wherever the recording has the same, and another where it has another.
 */
final class Replay {
    private static final Pattern LEASE = Pattern.compile("database/creds/([a-z-]+)/[0-9A-Za-z]{24}");
    private static final Set<String> NAMES = Set.of(
            "request_id", "lease_id", "id", "username", "password", "cluster_name", "cluster_id", "token", "accessor");
    private static final Set<String> TIMES =
            Set.of("expire_time", "issue_time", "last_renewal", "creation_time", "created_time", "last_vault_rotation");
    private static final Set<String> COUNTS = Set.of("server_time_utc");

    private final Map<String, String> ours = new HashMap<>();
    private final Map<String, String> theirs = new HashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<Integer> played = new TreeSet<>();
    private final Issuer issuer;
    private String token = "";

    Replay(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Sends this where the recording has {@code TOKEN}. */
    void useToken(String another) {
        token = another;
    }

    /** Reads {@code recorded} as {@code actual} wherever it is part of an error: an address, say. */
    void replace(String recorded, String actual) {
        texts.put(recorded, actual);
    }

    Set<Integer> played() {
        return played;
    }

    /** Plays a request, and expects the reply, but not the values of these members: they depend on the time. */
    void play(int number, RawClient client, String... moving) throws Exception {
        Recording recording = Recording.number(number);
        Map<String, String> headers = new LinkedHashMap<>(recording.requestHeaders());
        headers.replaceAll((name, value) -> value.replace("TOKEN", token));
        client.send(
                recording.method(), withOurLeases(recording.target()), headers, withOurLeases(recording.requestBody()));
        Reply reply = client.reply(recording.method());
        assertThat(reply.status()).as(recording.name() + " " + reply.text()).isEqualTo(recording.status());
        compareBody(recording, reply.text(), Set.of(moving));
        compareHeaders(recording, reply, Set.of(moving));
        played.add(number);
    }

    /** Makes a lease for one that was recorded but whose making was not. */
    void issue(String recordedLease) throws Exception {
        String role = recordedLease.split("/", -1)[2];
        remember(recordedLease, issuer.issue(role), recordedLease);
    }

    private String withOurLeases(String text) throws Exception {
        for (MatchResult lease : LEASE.matcher(text).results().toList()) {
            if (!ours.containsKey(lease.group()) && !lease.group().contains("doesnotexist")) {
                issue(lease.group());
            }
        }
        String replaced = text;
        for (Map.Entry<String, String> pair : ours.entrySet()) {
            replaced =
                    pair.getKey().startsWith("database/") ? replaced.replace(pair.getKey(), pair.getValue()) : replaced;
        }
        return replaced;
    }

    private void compareHeaders(Recording recording, Reply reply, Set<String> moving) {
        assertThat(reply.headers())
                .extracting(Header::name)
                .as(recording.name())
                .containsExactlyElementsOf(
                        recording.headers().stream().map(Header::name).toList());
        for (Header wanted : recording.headers()) {
            String found = reply.header(wanted.name()).orElseThrow();
            switch (wanted.name()) {
                case "Age" -> assertThat(found).as(recording.name()).matches("[0-9]+");
                case "Date" -> assertThat(Wire.DATE.parse(found)).isNotNull();
                case "Content-Length" -> compareLength(recording, found, reply, moving);
                default -> assertThat(found).as(recording.name()).isEqualTo(wanted.value());
            }
        }
    }

    /** The length is that of the body; it is the recorded one too, unless times, addresses or counts are in the body. */
    private void compareLength(Recording recording, String found, Reply reply, Set<String> moving) {
        boolean varies = !moving.isEmpty()
                || TIMES.stream().anyMatch(recording.body()::contains)
                || texts.keySet().stream().anyMatch(recording.body()::contains);
        if (!recording.method().equals("HEAD")) {
            assertThat(found).as(recording.name()).isEqualTo(String.valueOf(reply.body().length));
        }
        if (!varies) {
            assertThat(found).as(recording.name()).isEqualTo(String.valueOf(lengthOf(recording)));
        }
    }

    private static String lengthOf(Recording recording) {
        return recording.headers().stream()
                .filter(header -> header.is("Content-Length"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private void compareBody(Recording recording, String body, Set<String> moving) {
        assertThat(body.endsWith("\n"))
                .as(recording.name())
                .isEqualTo(recording.body().endsWith("\n"));
        if (!recording.body().isEmpty()) {
            compare(recording.name(), "", Json.read(recording.body()), Json.read(body), moving);
        } else {
            assertThat(body).as(recording.name()).isEmpty();
        }
    }

    private void compare(String where, String member, Object wanted, Object found, Set<String> moving) {
        String place = where + "." + member;
        assertThat(found.getClass()).as(place).isEqualTo(wanted.getClass());
        if (wanted instanceof Map<?, ?> members) {
            Map<?, ?> others = (Map<?, ?>) found;
            assertThat(new ArrayList<Object>(others.keySet())).as(place).isEqualTo(new ArrayList<>(members.keySet()));
            members.forEach((name, value) -> compare(place, String.valueOf(name), value, others.get(name), moving));
        } else if (wanted instanceof List<?> items) {
            List<?> others = (List<?>) found;
            assertThat(others).as(place).hasSameSizeAs(items);
            for (int i = 0; i < items.size(); i++) {
                compare(where, member, items.get(i), others.get(i), moving);
            }
        } else if (wanted instanceof String text) {
            compareText(place, member, text, (String) found, moving.contains(member));
        } else if (!moving.contains(member) && !COUNTS.contains(member)) {
            assertThat(found).as(place).isEqualTo(wanted);
        }
    }

    private void compareText(String place, String member, String wanted, String found, boolean moving) {
        if (TIMES.contains(member)) {
            assertThat(found).as(place).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?Z");
        } else if (NAMES.contains(member) && !found.equals(wanted)) {
            assertThat(shape(found)).as(place).isEqualTo(shape(wanted));
            remember(wanted, found, place);
        } else if (moving) {
            assertThat(withoutNumbers(found)).as(place).isEqualTo(withoutNumbers(wanted));
        } else {
            assertThat(found).as(place).isEqualTo(actual(wanted));
        }
    }

    private String actual(String recorded) {
        String text = recorded;
        for (Map.Entry<String, String> pair : texts.entrySet()) {
            text = text.replace(pair.getKey(), pair.getValue());
        }
        return text;
    }

    private void remember(String wanted, String found, String place) {
        assertThat(ours.merge(wanted, found, (old, next) -> old)).as(place).isEqualTo(found);
        assertThat(theirs.merge(found, wanted, (old, next) -> old)).as(place).isEqualTo(wanted);
    }

    /** Returns what stays of a random text: its length, and of a user's name and a lease's id what is not random. */
    private static String shape(String text) {
        return text.replaceFirst("[0-9A-Za-z]{20}-[0-9]{10}$", "20-10")
                .replaceFirst("/[0-9A-Za-z]{24}$", "/24")
                .replaceFirst("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "uuid")
                .replaceFirst("^vault-cluster-[0-9a-f]{8}$", "cluster")
                .replaceFirst("^[0-9A-Za-z_.-]{20}$", "20")
                .replaceFirst("^[0-9A-Za-z_.]{24}$", "24")
                .replaceFirst("^[0-9A-Za-z_.]{26}$", "26");
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("[0-9]+", "N");
    }

    /** Makes leases. */
    interface Issuer {
        /** Returns the id of a new lease of this role. */
        String issue(String role) throws Exception;
    }
}
