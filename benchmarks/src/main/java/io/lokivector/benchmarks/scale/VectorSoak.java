package io.lokivector.benchmarks.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One writer, who inserts, updates and deletes, and readers who search, for as long as one likes,
 * through the engine as a library over files. Ends with 1 if anything failed, grew or got worse.
 *
 * <p>Arguments: {@code --minutes=10}, {@code --sample-seconds=60}, {@code --documents=20000},
 * {@code --readers=2}, {@code --queries=100} for each look at the recall, {@code --data=<folder>}
 * ({@link GlossVectors}; without it {@link ClusteredVectors}), {@code --type=hnsw}, {@code
 * --options=m=16,...}, {@code --seed=1}.
 */
final class VectorSoak {
    /** So many other vectors than the first ones are in use, over and over. */
    private static final int POOL = 4;

    private static final double ROUNDING = 1e-6;

    private final VectorDocuments documents;
    private final VectorSource source;
    private final Path folder;
    private final int queries;
    private final SoakFailures failures = new SoakFailures();
    private final LongAdder searches = new LongAdder();

    private VectorSoak(VectorDocuments documents, VectorSource source, Path folder, int queries) {
        this.documents = documents;
        this.source = source;
        this.folder = folder;
        this.queries = queries;
    }

    public static void main(String[] words) throws Exception {
        final Arguments arguments = new Arguments(words);
        final double minutes = arguments.fraction("minutes", 10);
        final int sampleSeconds = arguments.number("sample-seconds", 60);
        final int count = arguments.number("documents", 20_000);
        final int readers = arguments.number("readers", 2);
        final int queries = arguments.number("queries", 100);
        final String data = arguments.text("data", "");
        final String type = arguments.text("type", "hnsw");
        final Map<String, Object> options = arguments.options("options");
        final int seed = arguments.number("seed", 1);
        arguments.done();
        final VectorSource source =
                new CycledVectors(
                        VectorSource.of(data, POOL * count, Integer.MAX_VALUE, seed), POOL * count);
        System.out.println("vectors: " + source.description());
        System.out.printf(
                "index: %s %s; 1 writer, %d readers, seed %d%n", type, options, readers, seed);
        final Path folder = Files.createTempDirectory("lokivector-soak");
        final boolean isGood;
        try (VectorDocuments documents = VectorDocuments.open(folder)) {
            documents.createIndex(type, options, source.dimension());
            final List<Long> ids = documents.insertAll(source, count);
            documents.awaitReady();
            isGood =
                    new VectorSoak(documents, source, folder, queries)
                            .soak(ids, readers, minutes, sampleSeconds, seed);
        } finally {
            Folder.delete(folder);
        }
        System.exit(isGood ? 0 : 1);
    }

    private boolean soak(
            List<Long> ids, int readerCount, double minutes, int sampleSeconds, long seed)
            throws Exception {
        final SoakWriter writer = new SoakWriter(documents, source, ids, failures, seed);
        final List<SoakReader> readers = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < readerCount; i++) {
            readers.add(new SoakReader(documents, source, failures, searches, seed + 1 + i));
            threads.add(Thread.ofPlatform().name("reader-" + i).start(readers.getLast()));
        }
        threads.add(Thread.ofPlatform().name("writer").start(writer));
        final List<SoakSample> samples = new ArrayList<>();
        System.out.println(SoakSample.heading());
        final long began = System.nanoTime();
        long before = began;
        long searchesBefore = 0;
        long writtenBefore = 0;
        while (before - began < minutes * 60e9) {
            Thread.sleep(sampleSeconds * 1_000L);
            final double passed = (System.nanoTime() - before) / 1e9;
            final long searched = searches.sum();
            final Sampled sampled = writer.paused(this::sample);
            final SoakSample sample =
                    new SoakSample(
                            (System.nanoTime() - began) / 1e9,
                            sampled.documents,
                            (searched - searchesBefore) / passed,
                            (sampled.written - writtenBefore) / passed,
                            sampled.resources,
                            documents.index().memoryBytes(),
                            Folder.bytes(folder),
                            sampled.recall,
                            failures.count());
            samples.add(sample);
            System.out.println(sample);
            before = System.nanoTime();
            searchesBefore = searches.sum();
            writtenBefore = sampled.written;
        }
        writer.stop();
        readers.forEach(SoakReader::stop);
        for (final Thread thread : threads) {
            thread.join();
        }
        final SoakVerdict verdict = SoakVerdict.of(samples, failures);
        System.out.println(verdict);
        return verdict.isGood();
    }

    /** What is looked at while nothing is written. */
    private record Sampled(int documents, long written, double recall, Resources resources) {}

    private Sampled sample(int documentCount, long written) throws Exception {
        if (documents.collection().count() != documentCount) {
            failures.add(
                    "there are "
                            + documents.collection().count()
                            + " documents, and should be "
                            + documentCount);
        }
        double recall = 0;
        for (int i = 0; i < queries; i++) {
            final float[] query = source.query(i);
            recall += recall(documents.exact(query), documents.search(query));
        }
        return new Sampled(documentCount, written, recall / queries, Resources.now());
    }

    /** Of several at one distance, any is right: the truth may name others of them. */
    private static double recall(
            List<Map<String, @Nullable Object>> truth, List<Map<String, @Nullable Object>> found) {
        final double farthest = VectorDocuments.distance(truth.get(truth.size() - 1));
        int good = 0;
        for (final Map<String, @Nullable Object> document : found) {
            good += VectorDocuments.distance(document) <= farthest + ROUNDING ? 1 : 0;
        }
        return good / (double) truth.size();
    }
}
