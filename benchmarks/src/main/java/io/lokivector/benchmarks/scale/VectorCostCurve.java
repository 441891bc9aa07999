package io.lokivector.benchmarks.scale;

import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a search, a vector and a build cost as vectors become more: an index alone, at equal recall.
 *
 * <p>Arguments: {@code --data=<folder>} ({@link GlossVectors}; without it {@link
 * ClusteredVectors}), {@code --sizes=10000,100000,1000000}, {@code --type=hnsw}, {@code
 * --options=m=16,...}, {@code --recall=0.95}, {@code --queries=500}, {@code --rounds=5}, {@code
 * --real=<how many glosses to make others from>}, {@code --seed=1}.
 */
final class VectorCostCurve {
    private static final int K = 10;

    private final VectorSource source;
    private final String type;
    private final Map<String, Object> options;
    private final double recall;
    private final int queries;
    private final int rounds;

    private VectorCostCurve(
            VectorSource source,
            String type,
            Map<String, Object> options,
            double recall,
            int queries,
            int rounds) {
        this.source = source;
        this.type = type;
        this.options = options;
        this.recall = recall;
        this.queries = queries;
        this.rounds = rounds;
    }

    public static void main(String[] words) throws Exception {
        final Arguments arguments = new Arguments(words);
        final int[] sizes =
                Arrays.stream(arguments.text("sizes", "10000,100000,1000000").split(",", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        final String data = arguments.text("data", "");
        final int realMax = arguments.number("real", Integer.MAX_VALUE);
        final int seed = arguments.number("seed", 1);
        final String type = arguments.text("type", "hnsw");
        final Map<String, Object> options = arguments.options("options");
        final double recall = arguments.fraction("recall", 0.95);
        final int queries = arguments.number("queries", 500);
        final int rounds = arguments.number("rounds", 5);
        arguments.done();
        final int most = Arrays.stream(sizes).max().orElseThrow();
        final VectorSource source = VectorSource.of(data, most, realMax, seed);
        System.out.println("vectors: " + source.description());
        System.out.printf(
                "index: %s %s; searches for the %d nearest, one thread, its own time of the"
                        + " processor; build on %d threads%n",
                type, options, K, Runtime.getRuntime().availableProcessors());
        System.out.printf(
                "%9s %9s %9s %6s %7s %10s %12s %9s %8s %6s  %s%n",
                "vectors",
                "build s",
                "cpu s",
                "ef",
                "recall",
                "us/search",
                "us/log2(n)",
                "B/vector",
                "10th at",
                "dim.",
                "B/vector by part");
        final VectorCostCurve curve =
                new VectorCostCurve(source, type, options, recall, queries, rounds);
        for (final int size : sizes) {
            curve.measure(size);
        }
    }

    private void measure(int size) throws Exception {
        final ExactTruth truth = ExactTruth.of(source, size, queries);
        try (MeasuredIndex measured = MeasuredIndex.make(type, options, source.dimension())) {
            final VectorIndex index = measured.index();
            final long began = System.nanoTime();
            final long cpuBegan = processNanos();
            IntStream.range(0, size).parallel().forEach(i -> index.put(i, source.vector(i)));
            final double cpuSeconds = (processNanos() - cpuBegan) / 1e9;
            final double seconds = (System.nanoTime() - began) / 1e9;
            final TunedSearch tuned =
                    TunedSearch.forRecall(
                            recall, truth, (query, effort) -> search(index, query, effort));
            final double micros = micros(index, truth, tuned.effort());
            final Map<String, Long> parts = new TreeMap<>();
            measured.memoryParts().forEach((part, bytes) -> parts.put(part, bytes / size));
            System.out.printf(
                    "%9d %9.1f %9.1f %6d %7.4f %10.1f %12.2f %9d %8.3f %6.1f  %s%n",
                    size,
                    seconds,
                    cpuSeconds,
                    tuned.effort(),
                    tuned.recall(),
                    micros,
                    micros / (Math.log(size) / Math.log(2)),
                    index.memoryBytes() / size,
                    truth.tenthDistance(),
                    truth.intrinsicDimension(),
                    parts);
        }
    }

    private static int[] search(VectorIndex index, float[] query, int effort) {
        final Neighbors found = index.search(query, new Search(K, effort, OrdinalFilter.all()));
        return IntStream.range(0, found.size()).map(found::ordinal).toArray();
    }

    /** The median of the rounds, after one to warm up. */
    private double micros(VectorIndex index, ExactTruth truth, int effort) {
        final double[] micros = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            final long began = threadNanos();
            for (int query = 0; query < truth.queryCount(); query++) {
                search(index, truth.query(query), effort);
            }
            if (round >= 0) {
                micros[round] = (threadNanos() - began) / 1e3 / truth.queryCount();
            }
        }
        Arrays.sort(micros);
        return micros[rounds / 2];
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long processNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
