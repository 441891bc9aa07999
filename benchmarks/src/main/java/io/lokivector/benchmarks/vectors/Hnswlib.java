package io.lokivector.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * hnswlib in C++, compiled for this machine, if there are a compiler and its headers: installed
 * ones, or those of Debian's package {@code libhnswlib-dev}, which is fetched and unpacked into a
 * folder of the benchmarks without being installed.
 */
final class Hnswlib {
    private static final Path SOURCE = Path.of("benchmarks", "hnswlib", "contender.cpp");
    private static final String PACKAGE = "libhnswlib-dev";
    private static final String HEADER = "hnswlib/hnswlib.h";

    private Hnswlib() {}

    /** Compiles the contender; nothing, and a line on the error output, if that is not possible. */
    static Optional<Path> compile(Path cache) throws IOException {
        Files.createDirectories(cache);
        final Optional<Path> include = headers(cache);
        if (include.isEmpty()) {
            System.err.println("hnswlib is absent: no headers, and no " + PACKAGE + " to fetch");
            return Optional.empty();
        }
        final Path program = cache.resolve("contender").toAbsolutePath();
        final boolean compiled =
                Commands.succeeds(
                        Path.of("."),
                        List.of(
                                "g++",
                                "-O3",
                                "-march=native",
                                "-std=c++17",
                                "-pthread",
                                "-isystem",
                                include.get().toString(),
                                SOURCE.toString(),
                                "-o",
                                program.toString()));
        if (!compiled) {
            System.err.println("hnswlib is absent: g++ is not there, or could not compile it");
            return Optional.empty();
        }
        return Optional.of(program);
    }

    private static Optional<Path> headers(Path cache) throws IOException {
        final Path installed = Path.of("/usr/include");
        final Path unpacked = cache.resolve("usr/include");
        if (Files.exists(installed.resolve(HEADER))) {
            return Optional.of(installed);
        }
        if (!Files.exists(unpacked.resolve(HEADER))
                && Commands.succeeds(cache, List.of("apt-get", "-q", "download", PACKAGE))) {
            try (var packages = Files.newDirectoryStream(cache, PACKAGE + "*.deb")) {
                for (final Path file : packages) {
                    Commands.succeeds(
                            cache, List.of("dpkg", "-x", file.getFileName().toString(), "."));
                }
            }
        }
        return Files.exists(unpacked.resolve(HEADER)) ? Optional.of(unpacked) : Optional.empty();
    }

    /** The version of the package whose headers were compiled. */
    static String version(Path cache) throws IOException {
        try (var packages = Files.newDirectoryStream(cache, PACKAGE + "_*.deb")) {
            for (final Path file : packages) {
                return file.getFileName().toString().split("_")[1];
            }
        }
        return "as installed";
    }
}
