package io.lokivector.acceptance;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A plugin jar made as a third party would make it: compiled against the published SPI alone. */
final class PluginJar {
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** A plugin with an id and a version, for this SPI. */
    static PluginJar of(String id, String version) {
        return new PluginJar()
                .manifest("Plugin-Id", id)
                .manifest("Plugin-Version", version)
                .manifest("Plugin-Requires", ">=1.0.0 & <2.0.0");
    }

    /** Sets a line of the manifest; an empty value leaves it out. */
    PluginJar manifest(String name, String value) {
        if (value.isEmpty()) {
            manifest.remove(name);
        } else {
            manifest.put(name, value);
        }
        return this;
    }

    /** Adds a file. */
    PluginJar entry(String name, String text) {
        entries.put(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return this;
    }

    /** Compiles one class from its text and adds it. */
    PluginJar source(Path scratch, String className, String text) throws IOException {
        final Path source = scratch.resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, text);
        return compile(scratch, List.of(source), scratch.resolve("classes-" + entries.size()));
    }

    /** Compiles all sources of a folder and adds their classes, and its resources. */
    PluginJar project(Path project, Path scratch) throws IOException {
        final List<Path> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(project.resolve("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        compile(scratch, sources, scratch.resolve("classes"));
        final Path resources = project.resolve("src/main/resources");
        if (Files.isDirectory(resources)) {
            addFolder(resources);
        }
        return this;
    }

    private PluginJar compile(Path scratch, List<Path> sources, Path output) throws IOException {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter messages = new StringWriter();
        Files.createDirectories(output);
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            final boolean compiled =
                    compiler.getTask(
                                    messages,
                                    files,
                                    null,
                                    List.of(
                                            "-d",
                                            output.toString(),
                                            "-proc:none",
                                            "-classpath",
                                            publishedContracts()),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources))
                            .call();
            if (!compiled) {
                throw new IllegalStateException(messages.toString());
            }
        }
        addFolder(output);
        return this;
    }

    private static String publishedContracts() throws IOException {
        try (Stream<Path> jars = Files.list(Checkout.distribution().resolve("lib"))) {
            return String.join(
                    System.getProperty("path.separator"),
                    jars.map(Path::toString).filter(PluginJar::isForAuthors).toList());
        }
    }

    private static boolean isForAuthors(String jar) {
        return jar.contains("lokivector-spi") || jar.contains("jspecify") || jar.contains("pf4j");
    }

    private void addFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                entries.put(
                        folder.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        }
    }

    /** Writes the jar. */
    void writeTo(Path jar) {
        final Manifest lines = new Manifest();
        lines.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> lines.getMainAttributes().putValue(name, value));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), lines)) {
            for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
