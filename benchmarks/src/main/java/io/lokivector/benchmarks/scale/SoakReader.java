package io.lokivector.benchmarks.scale;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Searches without end, and looks whether answers are whole and in order. */
final class SoakReader implements Runnable {
    private static final int K = 10;

    private final VectorDocuments documents;
    private final VectorSource source;
    private final SoakFailures failures;
    private final LongAdder searches;
    private final Random random;
    private volatile boolean stopped;

    SoakReader(
            VectorDocuments documents,
            VectorSource source,
            SoakFailures failures,
            LongAdder searches,
            long seed) {
        this.documents = documents;
        this.source = source;
        this.failures = failures;
        this.searches = searches;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                check(documents.search(source.query(random.nextInt(source.queryCount()))));
                searches.increment();
            } catch (RuntimeException e) {
                failures.add("a search", e);
            }
        }
    }

    private void check(List<Map<String, @Nullable Object>> found) {
        if (found.size() != K) {
            failures.add("a search found " + found.size() + " documents, not " + K);
        }
        double before = Double.NEGATIVE_INFINITY;
        for (final Map<String, @Nullable Object> document : found) {
            final double distance = VectorDocuments.distance(document);
            if (!(distance >= before)) {
                failures.add("a search found " + distance + " behind " + before);
            }
            before = distance;
        }
    }

    void stop() {
        stopped = true;
    }
}
