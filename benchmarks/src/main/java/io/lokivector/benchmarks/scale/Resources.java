package io.lokivector.benchmarks.scale;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds at one moment.
 *
 * @param heapBytes in use after a collection
 * @param residentBytes of the process; -1 where the system does not say
 * @param fileHandles open; -1 where the system does not say
 */
record Resources(long heapBytes, long residentBytes, long fileHandles) {
    /** Collects garbage, and looks. */
    static Resources now() throws IOException {
        // Twice, for what the first collection found to be finished.
        System.gc();
        System.gc();
        return new Resources(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                resident(),
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof final UnixOperatingSystemMXBean unix
                        ? unix.getOpenFileDescriptorCount()
                        : -1);
    }

    private static long resident() throws IOException {
        final Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            for (final String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        return -1;
    }
}
