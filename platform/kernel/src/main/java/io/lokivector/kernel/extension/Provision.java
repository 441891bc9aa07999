package io.lokivector.kernel.extension;

import io.lokivector.spi.extension.ExtensionFactory;
import io.lokivector.spi.schema.RecordSchema;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one module or plugin brings: the factories named in its {@code META-INF/services}.
 *
 * <p>Each provider is made by itself, so that a broken one does not hide another; one whose class
 * came from somebody else's loader is left out, because it will be unloaded with somebody else.
 *
 * @param fillings the factories that could be made
 * @param problems a plain sentence for each that could not
 */
public record Provision(List<Filling> fillings, List<String> problems) {
    private static final int SERVICE_FILE_BYTES_MAX = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{1,64}");

    public Provision {
        fillings = List.copyOf(fillings);
        problems = List.copyOf(problems);
    }

    /** A factory for a socket. */
    public record Filling(Socket socket, ExtensionFactory<?> factory) {}

    /** Where somebody's own resources are found, and not those of its parents. */
    @FunctionalInterface
    public interface Resources {
        /** All resources of a name. */
        List<URL> find(String name) throws IOException;
    }

    /** Loads a class by its name. */
    @FunctionalInterface
    public interface Classes {
        /** The class of a name. */
        Class<?> load(String name) throws ClassNotFoundException;
    }

    /**
     * Makes every factory that is declared.
     *
     * @param own the loader of the provider's own classes
     */
    public static Provision read(Resources resources, Classes classes, ClassLoader own) {
        final List<Filling> fillings = new ArrayList<>();
        final List<String> problems = new ArrayList<>();
        for (final Socket socket : Socket.values()) {
            try {
                for (final String name : declared(resources, socket)) {
                    make(socket, name, classes, own, problems)
                            .ifPresent(factory -> fillings.add(new Filling(socket, factory)));
                }
            } catch (IOException e) {
                problems.add("what it declares cannot be read: " + e.getMessage());
            }
        }
        return new Provision(fillings, problems);
    }

    private static Set<String> declared(Resources resources, Socket socket) throws IOException {
        final Set<String> names = new LinkedHashSet<>();
        for (final URL url : resources.find("META-INF/services/" + socket.factory().getName())) {
            final URLConnection connection = url.openConnection();
            // A cached jar would stay open after its file is gone.
            connection.setUseCaches(false);
            try (InputStream bytes = connection.getInputStream()) {
                final String text =
                        new String(
                                bytes.readNBytes(SERVICE_FILE_BYTES_MAX), StandardCharsets.UTF_8);
                text.lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static Optional<ExtensionFactory<?>> make(
            Socket socket, String name, Classes classes, ClassLoader own, List<String> problems) {
        try {
            final Class<?> type = classes.load(name);
            if (!isFrom(own, type)) {
                return Optional.empty();
            }
            if (!socket.factory().isAssignableFrom(type)) {
                problems.add(name + " is no " + socket.factory().getSimpleName());
                return Optional.empty();
            }
            final ExtensionFactory<?> factory =
                    (ExtensionFactory<?>) type.getConstructor().newInstance();
            if (!TYPE.matcher(factory.type()).matches()) {
                problems.add(name + " has the type '" + factory.type() + "', which is no name");
                return Optional.empty();
            }
            RecordSchema.of(factory.configType());
            return Optional.of(factory);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            problems.add(name + " needs to be public, with a public constructor without arguments");
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            problems.add(name + " could not be made: " + PlainReason.of(e));
        }
        return Optional.empty();
    }

    @SuppressWarnings("ReferenceEquality") // A loader is itself and nobody else.
    private static boolean isFrom(ClassLoader loader, Class<?> type) {
        return type.getClassLoader() == loader;
    }

    /** What it fills, for example {@code storage-engine:file}. */
    public List<String> describe() {
        return fillings.stream()
                .map(filling -> filling.socket().describe(filling.factory()))
                .sorted()
                .toList();
    }
}
