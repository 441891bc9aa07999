package io.lokivector.kernel.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.extension.ExtensionRegistry.Offer;
import io.lokivector.kernel.TestJar;
import io.lokivector.kernel.extension.ServiceRegistry;
import io.lokivector.kernel.extension.TimeLimit;
import io.lokivector.kernel.folder.DropFolder;
import io.lokivector.spi.limit.RateLimiterFactory;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import io.lokivector.spi.request.ServerRequest.ExtensionState;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OSGi bundles in the modules folder. */
class ModulesTest {
    @TempDir Path temp;
    private Path folder;
    private ModuleFramework framework;
    private ServiceRegistry registry;
    private Modules modules;
    private DropFolder watched;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectories(temp.resolve("modules"));
        framework = ModuleFramework.start(temp.resolve("cache"));
        registry = new ServiceRegistry(framework.context());
        modules = new Modules(framework.context(), 1 << 20, new TimeLimit(Duration.ofSeconds(3)));
        watched = new DropFolder(folder);
    }

    @AfterEach
    void stop() {
        modules.close();
        framework.close();
    }

    private void look() throws IOException {
        modules.apply(watched.first());
    }

    private ExtensionInfo info(String file) {
        return modules.list().stream()
                .filter(one -> one.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class<RateLimiterFactory<?>> socket() {
        return (Class) RateLimiterFactory.class;
    }

    private static TestJar limiter(String version) {
        return TestJar.bundle("test.limiter", version).limiter("test.Factory", "test");
    }

    @Test
    void aBundlesFactoriesArePublishedWithItsNameAndVersion() throws IOException {
        limiter("1.2.0").write(folder.resolve("limiter.jar"));
        look();

        assertEquals(
                ExtensionState.ACTIVE, info("limiter.jar").state(), info("limiter.jar").reason());
        assertEquals(List.of("rate-limiter:test"), info("limiter.jar").provides());
        final Offer<RateLimiterFactory<?>> offer = registry.find(socket(), "test").orElseThrow();
        assertEquals("module", offer.origin());
        assertEquals("test.limiter", offer.id());
        assertEquals("1.2.0", offer.version());
    }

    @Test
    void aBundleWhoseFactoryIsNeverMadeIsLeftBehindAndTheOthersRun() throws IOException {
        TestJar.bundle("test.stuck", "1.0.0")
                .limiter(
                        "stuck.Factory",
                        "stuck",
                        "while (true) { try { Thread.sleep(1000); }"
                                + " catch (InterruptedException e) {} }")
                .write(folder.resolve("a.jar"));
        limiter("1.0.0").write(folder.resolve("b.jar"));
        look();
        assertEquals(ExtensionState.QUARANTINED, info("a.jar").state());
        assertTrue(
                info("a.jar").reason().contains("did not return within 3 s"),
                info("a.jar").reason());
        assertEquals(ExtensionState.ACTIVE, info("b.jar").state());

        Files.delete(folder.resolve("a.jar"));
        look();
        assertEquals(List.of("b.jar"), modules.list().stream().map(ExtensionInfo::file).toList());
    }

    @Test
    void theHighestOfSeveralVersionsIsFoundAndTheNextWhenItGoes() throws IOException {
        limiter("1.9.0").write(folder.resolve("a.jar"));
        limiter("1.10.0").write(folder.resolve("b.jar"));
        look();
        assertEquals("1.10.0", registry.find(socket(), "test").orElseThrow().version());
        assertEquals(2, registry.offers(socket()).size());

        Files.delete(folder.resolve("b.jar"));
        look();
        assertEquals("1.9.0", registry.find(socket(), "test").orElseThrow().version());
    }

    @Test
    void whatABundleMissesIsSaidInPlainWords() throws IOException {
        TestJar.bundle("needs.package", "1.0.0")
                .header("Import-Package", "com.example.gone;version=\"[1.2,2)\"")
                .write(folder.resolve("package.jar"));
        TestJar.bundle("needs.newer", "1.0.0")
                .header("Import-Package", "io.lokivector.spi;version=\"[9.0,10)\"")
                .write(folder.resolve("newer.jar"));
        TestJar.bundle("needs.java", "1.0.0")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
                .write(folder.resolve("java.jar"));
        limiter("1.0.0").write(folder.resolve("good.jar"));
        look();

        assertEquals(ExtensionState.ACTIVE, info("good.jar").state());
        assertEquals(ExtensionState.WAITING, info("package.jar").state());
        assertEquals(
                "it needs the package com.example.gone in a version from 1.2.0 below 2.0.0, which"
                        + " nobody provides",
                info("package.jar").reason());
        assertEquals(
                "it needs the package io.lokivector.spi in a version from 9.0.0 below 10.0.0, but"
                        + " here is version 1.0.0",
                info("newer.jar").reason());
        assertEquals("it needs Java 99 or newer", info("java.jar").reason());
    }

    @Test
    void aBundleThatWaitedStartsWhenWhatItNeedsArrives() throws IOException {
        TestJar.bundle("client", "1.0.0")
                .header("Import-Package", "shared.things")
                .write(folder.resolve("client.jar"));
        look();
        assertEquals(ExtensionState.WAITING, info("client.jar").state());

        TestJar.bundle("library", "1.0.0")
                .header("Export-Package", "shared.things")
                .source("shared.things.Thing", "package shared.things; public class Thing {}")
                .write(folder.resolve("library.jar"));
        look();
        assertEquals(
                ExtensionState.ACTIVE, info("client.jar").state(), info("client.jar").reason());
    }

    @Test
    void whatIsNoBundleIsQuarantinedAndTheOthersRun() throws IOException {
        Files.writeString(folder.resolve("text.jar"), "no jar at all");
        Files.writeString(folder.resolve("torn.jar"), "PK\u0003\u0004 torn");
        new TestJar().header("Some-Header", "x").write(folder.resolve("plain.jar"));
        TestJar.bundle("thrower", "1.0.0")
                .header("Bundle-Activator", "not.there.Activator")
                .write(folder.resolve("activator.jar"));
        limiter("1.0.0").write(folder.resolve("good.jar"));
        limiter("1.0.0").write(folder.resolve("same.jar"));
        look();

        assertEquals(ExtensionState.ACTIVE, info("good.jar").state());
        assertEquals("it is not a jar file", info("text.jar").reason());
        assertEquals(ExtensionState.QUARANTINED, info("torn.jar").state());
        assertTrue(info("plain.jar").reason().contains("it is no OSGi bundle"));
        assertTrue(
                info("activator.jar").reason().contains("the class not.there.Activator is missing"),
                info("activator.jar").reason());
        assertEquals(
                "a module of the same name and version is there already",
                info("same.jar").reason());
    }

    @Test
    void aRemovedBundlesClassesAreCollected() throws Exception {
        limiter("1.0.0").write(folder.resolve("limiter.jar"));
        look();
        final WeakReference<ClassLoader> loader =
                new WeakReference<>(
                        registry.find(socket(), "test")
                                .orElseThrow()
                                .factory()
                                .getClass()
                                .getClassLoader());
        Files.delete(folder.resolve("limiter.jar"));
        look();

        assertTrue(registry.find(socket(), "test").isEmpty());
        assertEquals(List.of(), modules.list());
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(loader.get(), "the class loader is still held");
    }
}
