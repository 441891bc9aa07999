package io.lokivector.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/ARCHITECTURE.md. */
class ArchitectureTest {
    private static JavaClasses everything;

    @BeforeAll
    static void readAllOurClasses() throws IOException {
        final List<Path> folders = new ArrayList<>();
        for (final String house : List.of("platform", "modules", "plugins")) {
            try (Stream<Path> rooms = Files.list(Checkout.root().resolve(house))) {
                rooms.map(room -> room.resolve("target/classes"))
                        .filter(Files::isDirectory)
                        .forEach(folders::add);
            }
        }
        everything = new ClassFileImporter().importPaths(folders);
        assertTrue(everything.size() > 200, "only " + everything.size() + " classes were found");
    }

    @Test
    void contractsDependOnNothing() {
        classes()
                .that()
                .resideInAPackage("io.lokivector.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.lokivector.spi..", "java..", "org.jspecify..")
                .check(everything);
    }

    @Test
    void engineSeesContractsOnly() {
        assertSeesOnly("engine", "spi");
    }

    @Test
    void gatewaySeesContractsAndEngineOnly() {
        assertSeesOnly("gateway", "spi", "engine");
    }

    private static void assertSeesOnly(String room, String... others) {
        final List<String> seen =
                Stream.concat(Stream.of(room), Stream.of(others))
                        .map(name -> "io.lokivector." + name)
                        .toList();
        noClasses()
                .that()
                .resideInAPackage("io.lokivector." + room + "..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are in a room other than " + seen,
                                type ->
                                        type.getPackageName().startsWith("io.lokivector.")
                                                && seen.stream()
                                                        .noneMatch(
                                                                type.getPackageName()::startsWith)))
                .check(everything);
    }

    @Test
    void nobodySeesTheKernel() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.lokivector.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lokivector.kernel..")
                .check(everything);
    }

    @Test
    void modulesAndPluginsSeeContractsOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lokivector.storage..",
                        "io.lokivector.index..",
                        "io.lokivector.security..",
                        "io.lokivector.limit..",
                        "io.lokivector.transport..",
                        "io.lokivector.embedding..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.lokivector.engine..",
                        "io.lokivector.gateway..",
                        "io.lokivector.kernel..")
                .check(everything);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.lokivector.(**)").should().beFreeOfCycles().check(everything);
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        final List<Path> unmarked = new ArrayList<>();
        for (final String house : List.of("platform", "modules", "plugins")) {
            try (Stream<Path> files = Files.walk(Checkout.root().resolve(house))) {
                files.filter(file -> file.toString().contains("src/main/java/io"))
                        .filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !isNullMarked(folder))
                        .forEach(unmarked::add);
            }
        }
        assertEquals(List.of(), unmarked);
    }

    private static boolean isNullMarked(Path folder) {
        final Path description = folder.resolve("package-info.java");
        try {
            return Files.exists(description)
                    && Files.readString(description).contains("@NullMarked");
        } catch (IOException e) {
            return false;
        }
    }
}
