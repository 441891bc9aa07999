package io.lokivector.benchmarks.vectors;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of this process. */
final class CpuTime {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Path THREADS = Path.of("/proc/self/task");

    private CpuTime() {}

    /** Of everything that runs in it. */
    static long ofProcess() {
        return SYSTEM.getProcessCpuTime();
    }

    /**
     * Of everything but the compilers, which end one day; where the system does not tell of
     * threads, of everything. The garbage collector counts, and so do threads that help a search.
     */
    static long withoutCompilers() throws IOException {
        long compilers = 0;
        if (Files.isDirectory(THREADS)) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
                for (final Path thread : threads) {
                    compilers += ofCompiler(thread);
                }
            }
        }
        return ofProcess() - compilers;
    }

    private static long ofCompiler(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).matches("C[12] Comp.*\\s*")
                    ? Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0])
                    : 0;
        } catch (IOException e) {
            // It ended while it was looked at, which shows as one of several failures.
            if (Files.exists(thread)) {
                throw e;
            }
            return 0;
        }
    }
}
