package io.lokivector.kernel.plugin;

import com.github.zafarkhaja.semver.Version;
import io.lokivector.kernel.folder.ShadowCopies;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.PluginDependency;

/**
 * A dropped file as a plugin: its private copy, its descriptor, and where its classes are.
 *
 * <p>A jar describes itself in its manifest ({@code Plugin-Id}, ...) or in {@code
 * plugin.properties} ({@code plugin.id}, ...); a zip in either of them, at its top or in its {@code
 * classes} folder, with its libraries in {@code lib}.
 *
 * @param file what was dropped
 * @param copy the jar, or the folder of the unpacked zip
 * @param descriptor what it says of itself
 * @param classPath where its classes are
 */
record PluginFile(Path file, Path copy, DefaultPluginDescriptor descriptor, List<Path> classPath) {
    private static final String PROPERTIES = "plugin.properties";
    private static final String ID_FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    PluginFile {
        classPath = List.copyOf(classPath);
    }

    /**
     * Copies and reads a file.
     *
     * @throws LokiVectorException if it is no plugin; the message is one plain sentence
     */
    static PluginFile read(Path file, ShadowCopies copies) throws IOException {
        final boolean isZip =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".zip");
        final Path copy = isZip ? copies.unpackedZip(file) : copies.copyOfJar(file);
        try {
            return isZip
                    ? new PluginFile(file, copy, check(ofFolder(copy)), classPathOf(copy))
                    : new PluginFile(file, copy, check(ofJar(copy)), List.of(copy));
        } catch (IOException | RuntimeException e) {
            ShadowCopies.delete(copy);
            throw e;
        }
    }

    String id() {
        return descriptor.getPluginId();
    }

    String version() {
        return descriptor.getVersion();
    }

    /** The plugins it cannot do without. */
    List<PluginDependency> required() {
        return descriptor.getDependencies().stream().filter(other -> !other.isOptional()).toList();
    }

    private static Described ofJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toString())) {
            final @Nullable ZipEntry properties = zip.getEntry(PROPERTIES);
            if (properties != null) {
                try (InputStream bytes = zip.getInputStream(properties)) {
                    return Described.byProperties(bytes);
                }
            }
            final @Nullable ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
            if (manifest != null) {
                try (InputStream bytes = zip.getInputStream(manifest)) {
                    return Described.byManifest(bytes);
                }
            }
        }
        throw bad("it has neither a manifest nor a " + PROPERTIES);
    }

    private static Described ofFolder(Path folder) throws IOException {
        for (final Path place : List.of(folder, folder.resolve("classes"))) {
            final Path properties = place.resolve(PROPERTIES);
            if (Files.isRegularFile(properties)) {
                try (InputStream bytes = Files.newInputStream(properties)) {
                    return Described.byProperties(bytes);
                }
            }
            final Path manifest = place.resolve(JarFile.MANIFEST_NAME);
            if (Files.isRegularFile(manifest)) {
                try (InputStream bytes = Files.newInputStream(manifest)) {
                    return Described.byManifest(bytes);
                }
            }
        }
        throw bad("it has neither a manifest nor a " + PROPERTIES);
    }

    private static List<Path> classPathOf(Path folder) throws IOException {
        final List<Path> classPath = new ArrayList<>();
        classPath.add(folder.resolve("classes"));
        final Path libraries = folder.resolve("lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> jars = Files.list(libraries)) {
                jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .forEach(classPath::add);
            }
        }
        return classPath;
    }

    private static Descriptor check(Described described) {
        final String id =
                described
                        .text("id")
                        .orElseThrow(() ->
                                bad("it has no id: neither Plugin-Id nor plugin.id is given"));
        if (!id.matches(ID_FORM)) {
            throw bad("its id '" + id + "' is no name");
        }
        final String version =
                described
                        .text("version")
                        .orElseThrow(
                                () -> new Unusable(id, "", "it has no version (Plugin-Version)"));
        if (Version.tryParse(version).isEmpty()) {
            throw new Unusable(
                    id, version, "its version '" + version + "' is not of the form 1.2.3");
        }
        return new Descriptor(id, version, described);
    }

    private static LokiVectorException bad(String sentence) {
        return new LokiVectorException(ErrorCode.BAD_REQUEST, sentence);
    }

    /** A plugin that could be read far enough to know its name, but not used. */
    static final class Unusable extends LokiVectorException {
        private static final long serialVersionUID = 1L;

        private final String id;
        private final String version;

        Unusable(String id, String version, String sentence) {
            super(ErrorCode.BAD_REQUEST, sentence);
            this.id = id;
            this.version = version;
        }

        String id() {
            return id;
        }

        String version() {
            return version;
        }
    }

    /** The descriptor as pf4j takes it. */
    private static final class Descriptor extends DefaultPluginDescriptor {
        Descriptor(String id, String version, Described described) {
            setPluginId(id);
            setPluginVersion(version);
            setPluginDescription(described.text("description").orElse(""));
            setPluginClass(described.text("class").orElse(org.pf4j.Plugin.class.getName()));
            setProvider(described.text("provider").orElse(""));
            setLicense(described.text("license").orElse(""));
            setRequires(described.text("requires").orElse("*"));
            setDependencies(described.text("dependencies").orElse(""));
        }
    }

    /** What a file says of itself: {@code Plugin-Id} or {@code plugin.id}, and so on. */
    private record Described(Function<String, @Nullable String> values) {
        static Described byProperties(InputStream bytes) throws IOException {
            final Properties properties = new Properties();
            properties.load(bytes);
            return new Described(name -> properties.getProperty("plugin." + name));
        }

        static Described byManifest(InputStream bytes) throws IOException {
            final Attributes manifest = new Manifest(bytes).getMainAttributes();
            return new Described(name ->
                    manifest.getValue(
                            "Plugin-"
                                    + name.substring(0, 1).toUpperCase(Locale.ROOT)
                                    + name.substring(1)));
        }

        Optional<String> text(String name) {
            final String value = Objects.requireNonNullElse(values.apply(name), "").strip();
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }
    }
}
