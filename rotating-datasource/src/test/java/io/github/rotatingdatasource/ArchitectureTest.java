package io.github.rotatingdatasource;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArchitectureTest {
    private static final String HERE = "io.github.rotatingdatasource";
    private static final String INTERNAL = HERE + ".internal";
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/testkit/"))
            .importPackages(HERE);

    private static final Set<String> STATE_MACHINE = Set.of(
            "Rotator",
            "Reads",
            "Candidates",
            "Candidate",
            "Drains",
            "Drain",
            "HandOver",
            "Generation",
            "Term",
            "Outcomes",
            "Opening",
            "Outage",
            "Suspicion",
            "Succession",
            "Pace",
            "Ending");
    private static final Set<String> KNOW_HIKARI = Set.of(
            "OneLoginPool",
            "HikariPools",
            "PoolMetrics",
            "PoolHealth",
            "PoolBean",
            "PoolSettings",
            "Connector",
            "RotatingDataSource",
            "RotatingDataSourceBuilder");
    /** {@code Clocks} tells the time; the others measure how long they have waited. */
    private static final Set<String> READ_CLOCKS = Set.of(
            "Clocks",
            "Checkout",
            "Closing",
            "Doubt",
            "Login",
            "Permits",
            "RotatingDataSource",
            "RotationLoop",
            "Start",
            "FileSourceBuilder",
            "SidecarSourceBuilder",
            "Attempts",
            "AwsAgentSourceBuilder",
            "VolumeSourceBuilder",
            "OfferedCredentials",
            "SharedSource");

    private static final Set<String> PUBLIC = Set.of(
            "AuthFailureClassifier",
            "AwsAgentSourceBuilder",
            "RotatingDataSource",
            "RotatingDataSourceBuilder",
            "RotationPolicy",
            "RotationEvent",
            "RotationListener",
            "RotationStatus",
            "CredentialsUnavailableException",
            "Credential",
            "CredentialFormat",
            "CredentialSource",
            "CredentialUnavailable",
            "FileSourceBuilder",
            "Lease",
            "SidecarSourceBuilder",
            "VolumeSourceBuilder",
            "OfferedCredentials",
            "SharedSource");

    /** Those that have one of these names, or are nested in one that has. */
    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return describe(
                "one of " + names, type -> type.getPackageName().startsWith(HERE) && names.contains(topLevel(type)));
    }

    private static String topLevel(JavaClass type) {
        String inPackage = type.getName().substring(type.getPackageName().length() + 1);
        return inPackage.contains("$") ? inPackage.substring(0, inPackage.indexOf('$')) : inPackage;
    }

    @Test
    void aSourceKnowsNoPools() {
        noClasses()
                .that(resideInAPackage(HERE + ".source.."))
                .should()
                .dependOnClassesThat(resideInAPackage(HERE))
                .orShould()
                .dependOnClassesThat(resideInAPackage("com.zaxxer.."))
                .check(ALL);
    }

    @Test
    void whatIsSharedKnowsNobody() {
        noClasses()
                .that(resideInAPackage(INTERNAL))
                .should()
                .dependOnClassesThat(resideInAnyPackage(HERE, HERE + ".source..", "com.zaxxer.."))
                .check(ALL);
    }

    @Test
    void fewKnowHikari() {
        noClasses()
                .that(not(named(KNOW_HIKARI)))
                .should()
                .dependOnClassesThat(resideInAPackage("com.zaxxer.."))
                .check(ALL);
    }

    @Test
    void fewKnowResilience4j() {
        noClasses()
                .that(not(named(Set.of("Breaker", "RotatingDataSource", "RotatingDataSourceBuilder"))))
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.resilience4j.."))
                .check(ALL);
    }

    /** So that whoever asks no sidecar needs no jar of it. */
    @Test
    void fewKnowTheHttpClient() {
        noClasses()
                .that(not(named(Set.of("HttpExchange", "QuietConnection", "Sending", "Diagnosis"))))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.hc.."))
                .check(ALL);
    }

    @Test
    void theStateMachineKnowsNoFilesAndNoThreads() {
        noClasses()
                .that(named(STATE_MACHINE))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio..", "com.zaxxer..", "org.slf4j..", INTERNAL))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(File.class)
                .check(ALL);
    }

    @Test
    void theStateMachineTakesNothingOfConcurrencyButAnswers() {
        noClasses()
                .that(named(STATE_MACHINE))
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                        .and(not(JavaClass.Predicates.type(CompletableFuture.class))))
                .check(ALL);
    }

    @Test
    void theStateMachineIsToldTheTime() {
        noClasses()
                .that(named(STATE_MACHINE))
                .should()
                .accessTargetWhere(readsAClock())
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clocks.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .check(ALL);
    }

    @Test
    void fewReadAClock() {
        noClasses()
                .that(not(named(READ_CLOCKS)))
                .should()
                .accessTargetWhere(readsAClock())
                .check(ALL);
    }

    @Test
    void onlyClocksTellsTheTimeToTheRotation() {
        noClasses()
                .that(resideInAPackage(HERE))
                .and(not(named(Set.of("Clocks"))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .check(ALL);
    }

    /** A reference to a method counts as a call of it. */
    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return describe("reads a clock", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getTarget().getName();
            boolean ofSystem = owner.equals("java.lang.System")
                    && Set.of("nanoTime", "currentTimeMillis").contains(name);
            boolean ofTime = owner.startsWith("java.time.")
                    && Set.of("now", "system", "systemUTC").contains(name);
            return ofSystem || ofTime || owner.equals("java.time.Clock");
        });
    }

    @Test
    void nobodyChangesTheLoginTimeoutOfTheWholeProcess() {
        noClasses()
                .should()
                .callMethod(DriverManager.class, "setLoginTimeout", int.class)
                .check(ALL);
    }

    @Test
    void onlyOneMethodPublishesWhatACheckoutReads() {
        Set<JavaFieldAccess> accesses =
                ALL.get(Published.class).getField("checkout").getAccessesToSelf();

        assertThat(accesses)
                .filteredOn(access -> access.getAccessType() == AccessType.SET)
                .extracting(access -> access.getOwner().getName())
                .containsExactlyInAnyOrder("<init>", "publish");
    }

    @Test
    void onlyTheStateMachinePublishes() {
        noClasses()
                .that(not(named(Set.of("Succession", "Outage"))))
                .should()
                .callMethod(Published.class, "publish", Checkout.class)
                .check(ALL);
    }

    @Test
    void nothingIsPublicThatAUserDoesNotNeed() {
        classes()
                .that(not(named(PUBLIC)))
                .and()
                .resideOutsideOfPackage(INTERNAL)
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic()
                .check(ALL);
    }

    @Test
    void whatIsInternalIsNotExported() throws Exception {
        Path classes = Path.of(RotatingDataSource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertThat(ModuleFinder.of(classes).findAll())
                .singleElement()
                .extracting(module -> module.descriptor().exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .toList())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactlyInAnyOrder(HERE, HERE + ".source");
    }

    @Test
    void whatIsPublicIsThere() {
        assertThat(ALL)
                .extracting(ArchitectureTest::topLevel)
                .containsAll(PUBLIC)
                .containsAll(STATE_MACHINE);
    }

    @Test
    void nobodyButTheLogPrints() {
        noClasses()
                .that(not(named(Set.of("RotationLog", "LogWriter"))))
                .and(resideInAPackage(HERE))
                .should()
                .dependOnClassesThat(resideInAPackage("org.slf4j.."))
                .check(ALL);
    }
}
