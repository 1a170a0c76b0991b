package io.github.rotatingdatasource.spring.app;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.testkit.drill.Drill;
import io.github.rotatingdatasource.testkit.drill.DrillExtension;
import io.github.rotatingdatasource.testkit.drill.Request;
import io.github.rotatingdatasource.testkit.drill.RunningServiceDrill;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An application of Spring's under the drills of the kit, as docs/drills.md shows it. */
@Tag("database")
@DirtiesContext
// docs/drills.md: begin
@SpringBootTest(
        classes = ShopApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.flyway.locations=classpath:migration/drill",
            "spring.flyway.default-schema=shop",
            "management.endpoints.web.exposure.include=health,rotatingdatasource",
            "management.endpoint.rotatingdatasource.access=unrestricted"
        })
class ShopDrillTest {
    @RegisterExtension
    static final DrillExtension DRILL = new DrillExtension();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void tellTheApplication(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> DRILL.drill().url());
        registry.add(
                "rotating-datasource.source.file.path",
                () -> DRILL.drill().file().toString());
        registry.add("spring.flyway.user", () -> DRILL.drill().owner());
        registry.add("spring.flyway.password", () -> DRILL.drill().ownerPassword());
    }

    @Test
    void sellsOnWhileTheLoginRotates(Drill drill) throws Exception {
        drill.load(4, sale()).through(drill::rotate).assertNoFailedRequest().assertNoSessionLeftBehind();
    }

    @Test
    void losesAtMostOneSalePerThreadWhenTheRoleIsRevoked(Drill drill) throws Exception {
        drill.load(4, sale())
                .through(drill::revokeKilled, drill::dropAlive)
                .assertFailedAtMostPerThread(2)
                .assertServedAgainWithin(ofSeconds(2));
    }

    private Request sale() {
        URI item = URI.create("http://localhost:" + port + "/items/1");
        return Request.of(
                HttpRequest.newBuilder(item).POST(BodyPublishers.noBody()).build());
    }
    // docs/drills.md: end

    @Test
    void passesTheMonthlyDrill() throws Exception {
        String report =
                monthly("rotating-datasource").run(2).assertNoFailedRequest().toString();

        assertThat(report).contains("rotate: handed-over", "serves alone, with the same login", ", 0 failed");
    }

    @Test
    void passesTheMonthlyDrillThatOnlyWatches(Drill drill) throws Exception {
        Thread somebody = new Thread(() -> rotate(drill));
        somebody.start();

        String report = monthly("rotating-datasource").onlyWatching().run(2).toString();

        somebody.join();
        assertThat(report).contains("watch: ", "serves alone, with another login");
    }

    @Test
    void failsTheMonthlyDrillIfNothingRotates() {
        assertThatThrownBy(() -> monthly("rotating-datasource")
                        .onlyWatching()
                        .withLimit(ofSeconds(1))
                        .run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wanted the next generation to serve alone, found generation ");
    }

    @Test
    void cannotRunTheMonthlyDrillOnADataSourceThatIsNotThere() {
        assertThatThrownBy(() -> monthly("other").run(1))
                .hasMessageContaining("must end in the name of the data source");
    }

    private RunningServiceDrill monthly(String dataSource) {
        String service = "http://localhost:" + port + "/actuator/";
        return RunningServiceDrill.of(
                URI.create(service + "rotatingdatasource/" + dataSource), URI.create(service + "health"));
    }

    private static void rotate(Drill drill) {
        try {
            drill.load(1, () -> {}).through(drill::rotate); // after its warm-up, so that the other one watches already
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
