package io.lokivector.benchmarks.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast searches are answered, one after the other on each thread.
 *
 * @param threads that ask
 * @param perSecond of all threads together
 * @param medianMillis of one search
 * @param slowMillis what one in a hundred takes at least
 */
record SearchRate(int threads, double perSecond, double medianMillis, double slowMillis) {
    static SearchRate measure(
            int threads,
            double seconds,
            ExactTruth truth,
            int effort,
            TunedSearch.Searcher searcher)
            throws Exception {
        final long end = System.nanoTime() + (long) (seconds * 1e9);
        final List<Future<long[]>> parts = new ArrayList<>();
        try (ExecutorService pool =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("asks-", 0).factory())) {
            for (int i = 0; i < threads; i++) {
                final int first = i * 97;
                parts.add(pool.submit(asking(first, end, truth, effort, searcher)));
            }
        }
        final List<long[]> nanos = new ArrayList<>();
        for (final Future<long[]> part : parts) {
            nanos.add(part.get());
        }
        final long[] all = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new SearchRate(
                threads,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[all.length * 99 / 100] / 1e6);
    }

    private static Callable<long[]> asking(
            int first, long end, ExactTruth truth, int effort, TunedSearch.Searcher searcher) {
        return () -> {
            long[] nanos = new long[1 << 16];
            int count = 0;
            while (System.nanoTime() < end) {
                final long began = System.nanoTime();
                searcher.search(truth.query((first + count) % truth.queryCount()), effort);
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - began;
            }
            return Arrays.copyOf(nanos, count);
        };
    }

    @Override
    public String toString() {
        return "%d thread(s): %.0f searches/s, median %.2f ms, 99 %% within %.2f ms"
                .formatted(threads, perSecond, medianMillis, slowMillis);
    }
}
