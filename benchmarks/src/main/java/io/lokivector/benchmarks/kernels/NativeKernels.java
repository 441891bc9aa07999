package io.lokivector.benchmarks.kernels;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernels in C, compiled for this machine. */
@SuppressWarnings("restricted") // Calling C is the point.
final class NativeKernels {
    private static final Path SOURCE = Path.of("benchmarks", "kernels", "kernels.c");
    private static final List<String> COMPILERS = List.of("gcc", "cc", "clang");

    /** Of every function: query, rows, length, count, repeats, results. */
    private static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.ofVoid(
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS);

    private NativeKernels() {}

    /** Compiles them into a library in the folder; nothing if there is no compiler. */
    static Optional<Path> compile(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        final Path library = folder.resolve(System.mapLibraryName("kernels")).toAbsolutePath();
        for (final String compiler : COMPILERS) {
            // Like ours, sums may be made in any order.
            final List<String> command =
                    List.of(
                            compiler,
                            "-O3",
                            "-march=native",
                            "-ffast-math",
                            "-shared",
                            "-fPIC",
                            SOURCE.toString(),
                            "-o",
                            library.toString());
            try {
                if (new ProcessBuilder(command).inheritIO().start().waitFor() == 0) {
                    return Optional.of(library);
                }
            } catch (IOException _) {
                // Not there; perhaps the next one is.
            }
        }
        return Optional.empty();
    }

    /** Whether the compiler's target has the function. */
    static boolean has(Path library, String function) {
        try (Arena arena = Arena.ofConfined()) {
            return SymbolLookup.libraryLookup(library, arena).find(function).isPresent();
        }
    }

    /** The function, for as long as the arena lives. */
    static MethodHandle function(Path library, String function, Arena arena) {
        return Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(library, arena).findOrThrow(function),
                        SIGNATURE);
    }
}
