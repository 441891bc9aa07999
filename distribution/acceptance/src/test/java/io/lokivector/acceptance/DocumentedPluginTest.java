package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.tck.embedding.EmbeddingModelTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin of docs/PLUGINS.md: compiled, held to its suite, dropped into a running server. */
class DocumentedPluginTest extends EmbeddingModelTck {
    private static final String PAGE = "docs/PLUGINS.md";
    private static final String FACTORY = "com.example.trigrams.TrigramsFactory";
    private static final String SERVICES =
            "META-INF/services/io.lokivector.spi.embedding.EmbeddingModelFactory";

    @TempDir private static Path folder;

    private static Path jar = Path.of("trigrams-1.0.0.jar");
    private static URLClassLoader loader = new URLClassLoader(new URL[0]);

    /** Not before all: the suite opens the model before this class is asked. */
    private static void build() throws IOException {
        final PluginJar plugin =
                PluginJar.of("", "")
                        .source(folder, FACTORY, Markdown.block(PAGE, "java " + FACTORY).text())
                        .entry(SERVICES, Markdown.block(PAGE, "text " + SERVICES).text());
        Markdown.block(PAGE, "text META-INF/MANIFEST.MF")
                .text()
                .lines()
                .map(line -> line.split(": ", 2))
                .forEach(line -> plugin.manifest(line[0], line[1]));
        jar = folder.resolve("trigrams-1.0.0.jar");
        plugin.writeTo(jar);
        loader =
                new URLClassLoader(
                        new URL[] {jar.toUri().toURL()},
                        DocumentedPluginTest.class.getClassLoader());
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @Override
    protected EmbeddingModel open(ExtensionContext context) {
        try {
            if (!Files.exists(jar)) {
                build();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (final EmbeddingModelFactory<?> factory :
                ServiceLoader.load(EmbeddingModelFactory.class, loader)) {
            if (factory.type().equals("trigrams")) {
                return create(factory, context);
            }
        }
        throw new IllegalStateException("the page's service file does not name its factory");
    }

    private static <C extends Record> EmbeddingModel create(
            EmbeddingModelFactory<C> factory, ExtensionContext context) {
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    @Override
    protected List<Triple> triples() {
        return List.of(new Triple("strawberry", "strawbery", "lemon"));
    }

    @Test
    void itsOwnTestCompiles(@TempDir Path scratch) throws IOException {
        final String name = "com.example.trigrams.TrigramsTest";
        final Path source = scratch.resolve("TrigramsTest.java");
        Files.writeString(source, Markdown.block(PAGE, "java " + name).text());
        final String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        assertEquals(
                0,
                javax.tools.ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-d",
                                scratch.toString(),
                                "-cp",
                                jar + java.io.File.pathSeparator + classPath,
                                source.toString()));
    }

    @Test
    void droppedIntoAServerItEmbeds(@TempDir Path scratch) {
        final Path home = Checkout.install(scratch.resolve("home"));
        try (Server server = Server.start(home, scratch.resolve("data"))) {
            try {
                Files.copy(jar, home.resolve("plugins/trigrams-1.0.0.jar"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            final Rest rest = server.rest();
            PluginDropTest.eventually(
                    "the model is there",
                    () ->
                            PluginDropTest.extension(rest, "trigrams")
                                    .filter(plugin ->
                                            plugin.get("state").asText().equalsIgnoreCase("active"))
                                    .isPresent());
            rest.post("/collections", "{\"name\":\"fruit\"}").expect(201);
            rest.post(
                            "/collections/fruit/index",
                            "{\"field\":\"spelling\",\"options\":{\"model\":\"trigrams\","
                                    + "\"source\":\"name\",\"metric\":\"cosine\"}}")
                    .expect(200);
            rest.post(
                            "/collections/fruit/insert",
                            "[{\"name\":\"lemon\"},{\"name\":\"strawberry\"},{\"name\":\"pear\"}]")
                    .expect(200);
            assertEquals(
                    "strawberry",
                    rest.post("/collections/fruit/search", "{\"text\":\"strawbery\",\"k\":1}")
                            .expect(200)
                            .get(0)
                            .get("name")
                            .asText());
        }
    }
}
