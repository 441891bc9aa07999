package io.lokivector.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds jars, bundles and plugins out of sources, with the JDK's own compiler. */
public final class TestJar {
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /** A pf4j plugin. */
    public static TestJar plugin(String id, String version) {
        return new TestJar().header("Plugin-Id", id).header("Plugin-Version", version);
    }

    /** An OSGi bundle. */
    public static TestJar bundle(String name, String version) {
        return new TestJar()
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", name)
                .header("Bundle-Version", version)
                .header(
                        "Import-Package",
                        "io.lokivector.spi;version=\"[1.0,2)\","
                                + "io.lokivector.spi.extension;version=\"[1.0,2)\","
                                + "io.lokivector.spi.file;version=\"[1.0,2)\","
                                + "io.lokivector.spi.limit;version=\"[1.0,2)\","
                                + "io.lokivector.spi.storage;version=\"[1.0,2)\","
                                + "io.lokivector.spi.schema;version=\"[1.0,2)\","
                                + "io.lokivector.spi.transport;version=\"[1.0,2)\","
                                + "io.lokivector.http;version=\"[1.0,2)\"");
    }

    public TestJar header(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    /** A source file; the class's full name decides where it goes. */
    public TestJar source(String className, String code) {
        sources.put(className, code);
        return this;
    }

    public TestJar entry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Compiles a class but leaves it out of the jar. */
    public TestJar without(String className) {
        leftOut.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** A rate limiter factory of a type, declared as a service. */
    public TestJar limiter(String className, String type) {
        return limiter(className, type, "");
    }

    /** The same, with code in its constructor. */
    public TestJar limiter(String className, String type, String constructor) {
        final int dot = className.lastIndexOf('.');
        final String simple = className.substring(dot + 1);
        final String service = "META-INF/services/io.lokivector.spi.limit.RateLimiterFactory";
        final String before =
                new String(entries.getOrDefault(service, new byte[0]), StandardCharsets.UTF_8);
        return entry(service, before + className + "\n")
                .source(
                        className,
                        """
                        package %s;
                        import io.lokivector.spi.extension.*;
                        import io.lokivector.spi.limit.*;
                        public final class %s implements RateLimiterFactory<%s.Config> {
                            public record Config() {}
                            public %s() { %s }
                            public String type() { return "%s"; }
                            public Class<Config> configType() { return Config.class; }
                            public RateLimiter create(Config config, ExtensionContext context) {
                                throw new IllegalStateException("not for use");
                            }
                        }
                        """
                                .formatted(
                                        className.substring(0, dot),
                                        simple,
                                        simple,
                                        simple,
                                        constructor,
                                        type));
    }

    /** Writes the jar, or the zip: a name that ends so is all it takes. */
    public Path write(Path target) throws IOException {
        final Map<String, byte[]> all = new LinkedHashMap<>();
        if (!manifest.isEmpty()) {
            all.put(JarFile.MANIFEST_NAME, manifestBytes());
        }
        all.putAll(entries);
        all.putAll(compiled());
        leftOut.forEach(all::remove);
        try (OutputStream bytes = Files.newOutputStream(target);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (final Map.Entry<String, byte[]> entry : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return target;
    }

    private byte[] manifestBytes() throws IOException {
        final Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(written.getMainAttributes()::putValue);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        written.write(bytes);
        return bytes.toByteArray();
    }

    private Map<String, byte[]> compiled() throws IOException {
        final Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        final Path folder = Files.createTempDirectory("lokivector-test-jar");
        final List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-proc:none",
                                "-d",
                                folder.resolve("out").toString(),
                                "-cp",
                                placeOf(io.lokivector.spi.extension.ExtensionFactory.class)
                                        + System.getProperty("path.separator")
                                        + placeOf(io.lokivector.http.HttpHost.class)
                                        + System.getProperty("path.separator")
                                        + placeOf(org.pf4j.Plugin.class)
                                        + System.getProperty("path.separator")
                                        + placeOf(org.slf4j.Logger.class)));
        for (final Map.Entry<String, String> source : sources.entrySet()) {
            final Path file = folder.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        final StringWriter messages = new StringWriter();
        final PrintWriter printer = new PrintWriter(messages);
        final int result =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(printer, printer, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException(messages.toString());
        }
        final Path out = folder.resolve("out");
        try (Stream<Path> files = Files.walk(out)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                classes.put(
                        out.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        }
        io.lokivector.kernel.folder.ShadowCopies.delete(folder);
        return classes;
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
