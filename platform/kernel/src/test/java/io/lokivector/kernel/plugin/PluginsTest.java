package io.lokivector.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.extension.ExtensionRegistry.Listener;
import io.lokivector.engine.extension.ExtensionRegistry.Offer;
import io.lokivector.kernel.TestJar;
import io.lokivector.kernel.extension.ServiceRegistry;
import io.lokivector.kernel.extension.TimeLimit;
import io.lokivector.kernel.folder.DropFolder;
import io.lokivector.kernel.folder.ShadowCopies;
import io.lokivector.kernel.module.ModuleFramework;
import io.lokivector.spi.limit.RateLimiterFactory;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import io.lokivector.spi.request.ServerRequest.ExtensionState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins as users drop them in: good ones, and every way in which one can be broken. */
class PluginsTest {
    @TempDir Path temp;
    private Path folder;
    private ModuleFramework framework;
    private ServiceRegistry registry;
    private Plugins plugins;
    private DropFolder watched;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectories(temp.resolve("plugins"));
        framework = ModuleFramework.start(temp.resolve("cache/modules"));
        registry = new ServiceRegistry(framework.context());
        plugins =
                new Plugins(
                        framework.context(),
                        new ShadowCopies(temp.resolve("cache/plugins"), 1 << 20),
                        new TimeLimit(Duration.ofSeconds(3)));
        watched = new DropFolder(folder);
    }

    @AfterEach
    void stop() {
        plugins.close();
        framework.close();
    }

    private void look() throws IOException {
        plugins.apply(watched.first());
    }

    private ExtensionInfo info(String file) {
        return plugins.list().stream()
                .filter(one -> one.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private void assertQuarantined(String file, String reason) {
        assertEquals(ExtensionState.QUARANTINED, info(file).state(), info(file).toString());
        assertTrue(info(file).reason().contains(reason), info(file).reason());
    }

    private List<String> types() {
        final List<String> types = new ArrayList<>();
        registry.offers(socket()).forEach(offer -> types.add(offer.factory().type()));
        return types;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class<RateLimiterFactory<?>> socket() {
        return (Class) RateLimiterFactory.class;
    }

    private TestJar good(String id) {
        return TestJar.plugin(id, "1.2.3").limiter("good." + id + ".Factory", id);
    }

    @Test
    void aPluginIsListedWithWhatItProvidesAndFoundInTheRegistry() throws IOException {
        good("alpha").write(folder.resolve("alpha.jar"));
        look();

        final ExtensionInfo info = info("alpha.jar");
        assertEquals(ExtensionState.ACTIVE, info.state(), info.reason());
        assertEquals("alpha", info.id());
        assertEquals("1.2.3", info.version());
        assertEquals("plugin", info.origin());
        assertEquals(List.of("rate-limiter:alpha"), info.provides());
        final Offer<RateLimiterFactory<?>> offer = registry.find(socket(), "alpha").orElseThrow();
        assertEquals("plugin", offer.origin());
        assertEquals("alpha", offer.id());
        assertEquals("1.2.3", offer.version());
    }

    @Test
    void aPluginThatNeverFinishesStartingIsLeftBehindAndTheOthersRun() throws IOException {
        final String forever =
                "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) {} }";
        TestJar.plugin("a-factory", "1.0.0")
                .limiter("stuck.Factory", "stuck", forever)
                .write(folder.resolve("a-factory.jar"));
        TestJar.plugin("b-start", "1.0.0")
                .header("Plugin-Class", "stuck.Start")
                .source(
                        "stuck.Start",
                        "package stuck; public class Start extends org.pf4j.Plugin {"
                                + " @Override public void start() { "
                                + forever
                                + " } }")
                .write(folder.resolve("b-start.jar"));
        good("good").write(folder.resolve("good.jar"));
        look();
        assertQuarantined("a-factory.jar", "did not return within 3 s (extensions.start-timeout)");
        assertQuarantined("b-start.jar", "did not return within 3 s (extensions.start-timeout)");
        assertEquals(ExtensionState.ACTIVE, info("good.jar").state());

        Files.delete(folder.resolve("b-start.jar"));
        TestJar.plugin("b-start", "1.0.1")
                .limiter("mended.Factory", "mended")
                .write(folder.resolve("b-mended.jar"));
        look();
        assertEquals(ExtensionState.ACTIVE, info("b-mended.jar").state());
        assertEquals(List.of("good", "mended"), types());
    }

    @Test
    void aZipWithPropertiesAndLibrariesIsAPlugin() throws IOException {
        final Path jar = new TestJar().limiter("zipped.Factory", "zipped").write(temp.resolve("x"));
        final Path zip = folder.resolve("zipped.zip");
        try (var bytes = Files.newOutputStream(zip);
                var out = new java.util.zip.ZipOutputStream(bytes)) {
            out.putNextEntry(new java.util.zip.ZipEntry("plugin.properties"));
            out.write(
                    "plugin.id=zipped\nplugin.version=2.0.0\nplugin.requires=>=1.0.0 & <2.0.0\n"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.putNextEntry(new java.util.zip.ZipEntry("lib/zipped.jar"));
            out.write(Files.readAllBytes(jar));
        }
        look();

        assertEquals(
                ExtensionState.ACTIVE, info("zipped.zip").state(), info("zipped.zip").reason());
        assertEquals(List.of("zipped"), types());
    }

    @Test
    void aZipThatPointsOutOfItselfIsRefused() throws IOException {
        TestJar.plugin("slip", "1.0.0")
                .entry("../../outside.txt", "x")
                .write(folder.resolve("slip.zip"));
        look();

        assertQuarantined("slip.zip", "points out of it");
        assertFalse(Files.exists(temp.resolve("outside.txt")));
    }

    @Test
    void everyBrokenKindIsNamedInItsOwnWordsAndTheGoodOnesGoOn() throws IOException {
        good("alpha").write(folder.resolve("a-good.jar"));
        Files.writeString(folder.resolve("garbage.jar"), "PK but nothing else of a jar");
        new TestJar().header("Some-Header", "x").write(folder.resolve("no-id.jar"));
        good("alpha").write(folder.resolve("duplicate.jar"));
        good("range").header("Plugin-Requires", ">=2.0.0").write(folder.resolve("range.jar"));
        TestJar.plugin("missing-class", "1.0.0")
                .entry(
                        "META-INF/services/io.lokivector.spi.limit.RateLimiterFactory",
                        "not.there.Factory")
                .write(folder.resolve("missing-class.jar"));
        good("lonely")
                .header("Plugin-Dependencies", "nowhere@1.0.0")
                .write(folder.resolve("lonely.jar"));
        good("starter")
                .header("Plugin-Class", "bad.Starter")
                .source(
                        "bad.Starter",
                        "package bad; public class Starter extends org.pf4j.Plugin {"
                                + " public void start() { throw new IllegalStateException(\"no way\"); } }")
                .write(folder.resolve("starter.jar"));
        TestJar.plugin("thrower", "1.0.0")
                .limiter(
                        "bad.Thrower", "thrower", "if (true) throw new RuntimeException(\"ouch\");")
                .write(folder.resolve("thrower.jar"));
        good("ping").header("Plugin-Dependencies", "pong").write(folder.resolve("ping.jar"));
        good("pong").header("Plugin-Dependencies", "ping").write(folder.resolve("pong.jar"));
        try (RandomAccessFile huge =
                new RandomAccessFile(folder.resolve("huge.jar").toString(), "rw")) {
            huge.setLength(300L << 20);
        }
        TestJar.plugin("fruit", "banana").write(folder.resolve("fruit.jar"));
        good("omega").write(folder.resolve("z-good.jar"));

        look();

        assertEquals(ExtensionState.ACTIVE, info("a-good.jar").state());
        assertEquals(ExtensionState.ACTIVE, info("z-good.jar").state());
        assertEquals(List.of("alpha", "omega"), types());
        assertQuarantined("garbage.jar", "not a readable jar or zip file");
        assertQuarantined("no-id.jar", "it has no id");
        assertQuarantined(
                "duplicate.jar", "a plugin with the id 'alpha' is there already, from a-good.jar");
        assertQuarantined(
                "range.jar", "it requires version >=2.0.0 of the SPI, but this server has 1.0.0");
        assertQuarantined("missing-class.jar", "the class not.there.Factory is missing");
        assertEquals(ExtensionState.WAITING, info("lonely.jar").state());
        assertEquals(
                "it needs the plugin 'nowhere', which is not there", info("lonely.jar").reason());
        assertQuarantined("starter.jar", "its start failed: IllegalStateException: no way");
        assertQuarantined("thrower.jar", "bad.Thrower could not be made: RuntimeException: ouch");
        assertQuarantined("ping.jar", "it and the plugin 'pong' depend on each other");
        assertQuarantined("pong.jar", "it and the plugin 'ping' depend on each other");
        assertQuarantined("huge.jar", "its 314572800 bytes are not a jar or zip file");
        assertQuarantined("fruit.jar", "its version 'banana' is not of the form 1.2.3");
        assertEquals(14, plugins.list().stream().map(ExtensionInfo::file).distinct().count());
    }

    @Test
    void aBrokenProviderDoesNotHideAnotherOfTheSamePlugin() throws IOException {
        TestJar.plugin("half", "1.0.0")
                .limiter("half.Bad", "bad", "if (true) throw new RuntimeException(\"ouch\");")
                .limiter("half.Good", "half")
                .write(folder.resolve("half.jar"));
        look();

        assertEquals(List.of("half"), types());
        assertEquals(ExtensionState.ACTIVE, info("half.jar").state());
        assertTrue(info("half.jar").reason().contains("half.Bad could not be made"));
    }

    @Test
    void aLibraryThatWasForgottenIsNamed() throws IOException {
        TestJar.plugin("forgetful", "1.0.0")
                .source("far.Library", "package far; public class Library {}")
                .limiter("forgetful.Factory", "forgetful", "new far.Library();")
                .without("far.Library")
                .write(folder.resolve("forgetful.jar"));
        look();

        assertQuarantined("forgetful.jar", "the class far.Library is missing");
    }

    @Test
    void librariesOfTheKernelAreNotVisible() throws IOException {
        TestJar.plugin("nosy", "1.0.0")
                .limiter(
                        "nosy.Factory",
                        "nosy",
                        "try { Class.forName(\"org.eclipse.jetty.server.Server\"); }"
                                + " catch (ClassNotFoundException e) { return; }"
                                + " throw new IllegalStateException(\"visible\");")
                .write(folder.resolve("nosy.jar"));
        look();

        assertEquals(ExtensionState.ACTIVE, info("nosy.jar").state(), info("nosy.jar").reason());
    }

    @Test
    void contractsAreTheServersOwnEvenIfAPluginBringsThem() throws IOException {
        good("shading")
                .source(
                        "io.lokivector.spi.limit.RateLimiterFactory",
                        "package io.lokivector.spi.limit; public interface RateLimiterFactory<C"
                                + " extends Record> extends io.lokivector.spi.extension.ExtensionFactory<C> {"
                                + " RateLimiter create(C config, io.lokivector.spi.extension.ExtensionContext"
                                + " context); }")
                .write(folder.resolve("shading.jar"));
        look();

        assertEquals(List.of("shading"), types(), plugins.list().toString());
    }

    @Test
    void aDependentStartsAfterWhatItNeedsAndStopsBefore() throws IOException {
        good("client")
                .header("Plugin-Dependencies", "library@>=1.0.0")
                .write(folder.resolve("a-client.jar"));
        look();
        assertEquals(ExtensionState.WAITING, info("a-client.jar").state());

        good("library").write(folder.resolve("library.jar"));
        look();
        assertEquals(ExtensionState.ACTIVE, info("a-client.jar").state());

        Files.delete(folder.resolve("library.jar"));
        look();
        assertEquals(ExtensionState.WAITING, info("a-client.jar").state());
        assertEquals(List.of(), types());
    }

    @Test
    void theNextOfTheSameIdTakesOverWhenTheFirstIsRemoved() throws IOException {
        good("twin").write(folder.resolve("a.jar"));
        good("twin").write(folder.resolve("b.jar"));
        look();
        assertEquals(ExtensionState.QUARANTINED, info("b.jar").state());

        Files.delete(folder.resolve("a.jar"));
        look();
        assertEquals(ExtensionState.ACTIVE, info("b.jar").state());
        assertEquals(List.of("twin"), types());
    }

    @Test
    void aReplacedFileIsReplacedInTheRegistryWhileTheOldOneIsInUse() throws IOException {
        good("swap").write(folder.resolve("swap.jar"));
        look();
        final Path next =
                TestJar.plugin("swap", "2.0.0")
                        .limiter("good.swap.Factory", "swap2")
                        .write(temp.resolve("next.jar"));
        Files.move(next, folder.resolve("swap.jar"), StandardCopyOption.REPLACE_EXISTING);
        look();

        assertEquals(List.of("swap2"), types());
        assertEquals("2.0.0", info("swap.jar").version());
    }

    @Test
    void whoUsesItLetsGoBeforeItGoesAndThenItsClassesAreCollected() throws Exception {
        good("leaver").write(folder.resolve("leaver.jar"));
        look();
        final List<String> heard = new ArrayList<>();
        registry.subscribe(
                new Listener() {
                    @Override
                    public void arrived(Offer<?> offer) {
                        heard.add("arrived " + offer.id());
                    }

                    @Override
                    public void leaving(Offer<?> offer) {
                        try {
                            // Its classes can still be loaded.
                            heard.add(
                                    offer.factory()
                                            .getClass()
                                            .getClassLoader()
                                            .loadClass("good.leaver.Factory$Config")
                                            .getSimpleName());
                        } catch (ClassNotFoundException e) {
                            heard.add("too late");
                        }
                    }
                });
        final WeakReference<ClassLoader> loader =
                new WeakReference<>(
                        registry.find(socket(), "leaver")
                                .orElseThrow()
                                .factory()
                                .getClass()
                                .getClassLoader());

        Files.delete(folder.resolve("leaver.jar"));
        look();

        assertEquals(List.of("Config"), heard);
        assertEquals(List.of(), plugins.list());
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(loader.get(), "the class loader is still held");
        try (var left = Files.list(temp.resolve("cache/plugins"))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
