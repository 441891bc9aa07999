package io.lokivector.benchmarks.scale;

/**
 * How a soak stands at one moment, when nothing is written.
 *
 * @param seconds since it began
 * @param documents in the collection
 * @param searchesPerSecond since the last sample
 * @param writesPerSecond since the last sample
 * @param indexBytes the memory of the index, as it tells
 * @param diskBytes of the database
 * @param recall at 10, against the exact answer at this moment
 * @param failures so far
 */
record SoakSample(
        double seconds,
        int documents,
        double searchesPerSecond,
        double writesPerSecond,
        Resources resources,
        long indexBytes,
        long diskBytes,
        double recall,
        int failures) {
    static String heading() {
        return "%8s %9s %10s %9s %9s %9s %9s %9s %8s %8s %8s"
                .formatted(
                        "seconds",
                        "documents",
                        "searches/s",
                        "writes/s",
                        "heap MB",
                        "resident",
                        "index MB",
                        "disk MB",
                        "handles",
                        "recall",
                        "failures");
    }

    @Override
    public String toString() {
        return "%8.0f %9d %10.0f %9.0f %9.1f %9.1f %9.1f %9.1f %8d %8.4f %8d"
                .formatted(
                        seconds,
                        documents,
                        searchesPerSecond,
                        writesPerSecond,
                        resources.heapBytes() / 1e6,
                        resources.residentBytes() / 1e6,
                        indexBytes / 1e6,
                        diskBytes / 1e6,
                        resources.fileHandles(),
                        recall,
                        failures);
    }
}
