package io.lokivector.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The checkout that these tests stand in, and the distribution it built. */
final class Checkout {
    private Checkout() {}

    /** The root folder. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("lokivector"))) {
            final Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("run the acceptance tests inside a checkout");
            }
            folder = parent;
        }
        return folder;
    }

    /** The unpacked distribution, as the build left it. */
    static Path distribution() {
        final Path unpacked = root().resolve("distribution/standard/target/lokivector-1.0.0");
        if (!Files.isDirectory(unpacked)) {
            throw new IllegalStateException(unpacked + " is missing: build the distribution first");
        }
        return unpacked;
    }

    /** An installation of its own for one test, whose plugins and configuration it may change. */
    static Path install(Path target) {
        final Path source = distribution();
        try (Stream<Path> files = Files.walk(source)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                final Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }
}
