package io.lokivector.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The measurement of {@link VectorMillion} in this process. */
final class MillionEmbedded {
    private MillionEmbedded() {}

    static void measure(VectorMillion.Plan plan, Path folder) throws Exception {
        final ExactTruth truth = plan.truth();
        final long closing;
        try (VectorDocuments documents = VectorDocuments.open(folder)) {
            final long began = System.nanoTime();
            documents.insertAll(plan.source(), plan.count());
            final double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "inserted without an index: %.1f s, %.0f documents/s%n",
                    seconds, plan.count() / seconds);
            final long building = System.nanoTime();
            documents.createIndex(plan.type(), plan.options(), plan.source().dimension());
            documents.awaitReady();
            final double built = (System.nanoTime() - building) / 1e9;
            System.out.printf("index built: %.1f s, %.0f vectors/s%n", built, plan.count() / built);
            searchAll(plan, truth, documents);
            size(plan, documents, folder);
            closing = System.nanoTime();
        }
        System.out.printf("closed: %.2f s%n", (System.nanoTime() - closing) / 1e9);
        final long opening = System.nanoTime();
        try (VectorDocuments documents = VectorDocuments.open(folder)) {
            System.out.printf("opened again: %.2f s%n", (System.nanoTime() - opening) / 1e9);
            documents.awaitReady();
            documents.search(plan.source().query(0));
            System.out.printf(
                    "first answer of the index: %.2f s after opening began%n",
                    (System.nanoTime() - opening) / 1e9);
            System.out.printf("documents: %d%n", documents.collection().count());
            searchAll(plan, truth, documents);
        }
    }

    private static void searchAll(
            VectorMillion.Plan plan, ExactTruth truth, VectorDocuments documents) throws Exception {
        plan.search(
                truth, (query, effort) -> VectorDocuments.numbers(documents.search(query, effort)));
    }

    private static void size(VectorMillion.Plan plan, VectorDocuments documents, Path folder)
            throws IOException {
        final Resources resources = Resources.now();
        final int count = plan.count();
        System.out.printf(
                "bytes per vector: heap after collection %d, resident %d, disk %d%n",
                resources.heapBytes() / count,
                resources.residentBytes() / count,
                Folder.bytes(folder) / count);
        final Map<String, Long> parts = new TreeMap<>();
        documents.index().memoryParts().forEach((part, bytes) -> parts.put(part, bytes / count));
        System.out.printf(
                "of these the index: %d %s%n", documents.index().memoryBytes() / count, parts);
    }
}
