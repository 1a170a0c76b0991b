package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is no credential, or nobody's, leaves the old one serving; the status says what is wrong where, and no secret. */
@Tag("database")
class WrongContentTest {
    /** What a file may have in place of a credential. */
    enum InAFile {
        EMPTY("it is empty") {
            @Override
            void put(WrittenPlace.Rendered place, IssuedLease next) throws IOException {
                place.renderer.render("");
            }
        },
        HALF("") {
            @Override
            void put(WrittenPlace.Rendered place, IssuedLease next) throws IOException {
                String text = place.text(next.username(), next.password(), next.id());
                place.renderer.render(
                        text.substring(0, text.indexOf(next.id()) + next.id().length() + 20));
            }
        },
        PAGE("") {
            @Override
            void put(WrittenPlace.Rendered place, IssuedLease next) throws IOException {
                place.putNonsense(next.password());
            }
        },
        NO_PASSWORD("password") {
            @Override
            void put(WrittenPlace.Rendered place, IssuedLease next) throws IOException {
                place.renderer.render(
                        place.text(next.username(), next.password(), next.id()).replace("password", "pass"));
            }
        },
        NO_VALUE("<no value>") {
            @Override
            void put(WrittenPlace.Rendered place, IssuedLease next) throws IOException {
                place.renderer.render(place.text(next.username(), "<no value>", next.id()));
            }
        },
        HUGE("it is larger than the limit of 65536 bytes") {
            @Override
            void put(WrittenPlace.Rendered place, IssuedLease next) throws IOException {
                place.putHuge();
            }
        };

        final String reason;

        InAFile(String reason) {
            this.reason = reason;
        }

        abstract void put(WrittenPlace.Rendered place, IssuedLease next) throws IOException;
    }

    /** What a volume may have in place of a credential. */
    enum InAVolume {
        EMPTY("key password is empty", "", true),
        NO_PASSWORD("key password", "", false),
        NO_VALUE("key password has <no value>", "<no value>", true),
        HUGE("key password: it is larger than the limit of 65536 bytes", "x".repeat(1 << 20), true);

        final String reason;
        final String password;
        final boolean hasPassword;

        InAVolume(String reason, String password, boolean hasPassword) {
            this.reason = reason;
            this.password = password;
            this.hasPassword = hasPassword;
        }

        void put(WrittenPlace.Volume place, IssuedLease next) throws IOException {
            place.put(
                    hasPassword
                            ? Map.of("username", next.username(), "password", password)
                            : Map.of("username", next.username()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "LINES"})
    void aFileThatMakesNoSense(WrittenPlace.Kind kind) throws Exception {
        WrittenPlace.Rendered place = (WrittenPlace.Rendered) kind.open();
        try (Drill drill = PlacesTest.at(place).start()) {
            Mark begin = drill.mark();
            for (InAFile nonsense : InAFile.values()) {
                IssuedLease next = drill.issue();
                nonsense.put(place, next);
                assertTold(drill, place.renderer.file() + ": ", nonsense.reason, next);
                recovers(drill, place);
            }
            PlacesTest.putNext(drill, place);

            Expect.unnoticed(drill.measured("nonsense: " + kind, begin, drill.mark()));
        }
    }

    @Test
    void aVolumeThatMakesNoSense() throws Exception {
        WrittenPlace.Volume place = new WrittenPlace.Volume();
        try (Drill drill = PlacesTest.at(place).start()) {
            Mark begin = drill.mark();
            for (InAVolume nonsense : InAVolume.values()) {
                IssuedLease next = drill.issue();
                nonsense.put(place, next);
                assertTold(drill, place.mount + ": ", nonsense.reason, next);
                recovers(drill, place);
            }
            PlacesTest.putNext(drill, place);

            Expect.unnoticed(drill.measured("nonsense: VOLUME", begin, drill.mark()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VOLUME", "OFFERED"})
    void aLoginThatIsNobodys(WrittenPlace.Kind kind) throws Exception {
        WrittenPlace place = kind.open();
        try (Drill drill = PlacesTest.at(place).start()) {
            Mark begin = drill.mark();
            IssuedLease next = drill.issue();
            place.put(withPasswordOf(drill.lease, next));
            Watch.until("it is refused", () -> drill.count(RotationFailed.class) > 0);
            assertThat(drill.status().sourceFailure()).isNull();
            assertThat(drill.count(Rotated.class)).isOne();
            PlacesTest.putNext(drill, place);

            Expect.unnoticed(drill.measured("mixed: " + kind, begin, drill.mark()));
        }
    }

    private static IssuedLease withPasswordOf(IssuedLease other, IssuedLease lease) {
        return new IssuedLease(
                lease.id(), lease.username(), other.password(), lease.ttl(), lease.issuedAt(), lease.expiresAt());
    }

    private static void assertTold(Drill drill, String where, String reason, IssuedLease next) throws Exception {
        Watch.until("it is told", () -> drill.status().sourceFailure() != null);
        assertThat(drill.status().sourceFailure())
                .contains(where, reason)
                .doesNotContain(next.username(), next.password(), next.id());
        assertThat(drill.count(Rotated.class)).isOne();
    }

    /** By itself, once the login in use is there again. */
    private static void recovers(Drill drill, WrittenPlace place) throws Exception {
        place.put(drill.lease);
        Watch.until("it recovers", () -> drill.status().sourceFailure() == null);
    }
}
