package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationEvent.SourceFailed;
import io.github.rotatingdatasource.drills.WrittenPlace;
import io.github.rotatingdatasource.source.CredentialFormat;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.SharedSource;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No secret comes out of the process by a source that reads what others write; see {@link LeakTest}. */
@Tag("database")
class LeakBySourceTest {
    private LeakRig leaks;

    @BeforeEach
    void start() throws Exception {
        leaks = new LeakRig(TestDatabase.shared());
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(leaks.leaks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whenWhatIsThereChangesAndMakesNoSenseAndIsGone(WrittenPlace.Kind kind) throws Exception {
        WrittenPlace place = kind.open();
        place.put(leaks.rig.lease);
        leaks.readsFrom(SharedSource.of(place.source()).member());
        RotatingDataSource dataSource = leaks.start();
        place.put(leaks.rig.leases.issue());
        leaks.rig.awaitGeneration(dataSource, 2);

        place.putNonsense(leaks.made());
        Await.until(() -> leaks.rig.saw(SourceFailed.class) || leaks.rig.saw(RotationFailed.class));
        assertThat(leaks.ask(dataSource)).isTrue();
        place.vanish();
        place.put(leaks.rig.leases.issue());
        leaks.rig.awaitGeneration(dataSource, 3);
    }

    @Test
    void whenATokenChangesAndMakesNoSense() throws Exception {
        IssuedLease lease = leaks.rig.lease;
        FileRenderer renderer = leaks.rig.renderer;
        renderer.render(lease.password() + "\n");
        leaks.readsFrom(CredentialSource.fileSource(renderer.file())
                .format(CredentialFormat.token(lease.username()))
                .build());
        RotatingDataSource dataSource = leaks.start();
        String first = dataSource.status().fingerprint();
        leaks.secrets.add("a token", lease.password());
        renderer.render(leaks.rig.leases.changePassword(lease).password() + "\n");
        Await.until(() -> !dataSource.status().fingerprint().equals(first));

        leaks.render(leaks.made() + "\n" + leaks.made() + "\n");
        Await.until(() -> leaks.rig.saw(SourceFailed.class));
        assertThat(leaks.ask(dataSource)).isTrue();
    }
}
