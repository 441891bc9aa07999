package io.lokivector.benchmarks.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A million vectors: inserted, indexed, searched, closed and opened again, through the engine as a
 * library, or over REST on a server of the distribution.
 *
 * <p>Arguments: {@code --data=<folder>} ({@link GlossVectors}; without it {@link
 * ClusteredVectors}), {@code --vectors=1000000}, {@code --home=<distribution>} to go over REST,
 * {@code --type=hnsw}, {@code --options=m=16,...}, {@code --recall=0.95}, {@code --queries=500},
 * {@code --seconds=15} for each rate, {@code --real=<how many glosses to make others from>}, {@code
 * --seed=1}.
 */
final class VectorMillion {
    private VectorMillion() {}

    /**
     * What is measured.
     *
     * @param source of the vectors
     * @param count how many are inserted
     * @param type of the index
     * @param options of the index, without dimension and metric
     * @param recall that searches are tuned to
     * @param queries how many decide it
     * @param seconds for each rate
     */
    record Plan(
            VectorSource source,
            int count,
            String type,
            Map<String, Object> options,
            double recall,
            int queries,
            double seconds) {
        /** The true neighbours, which takes a while. */
        ExactTruth truth() {
            return ExactTruth.of(source, count, queries);
        }

        /** Tunes searches to the recall, and prints how fast they are then. */
        void search(ExactTruth truth, TunedSearch.Searcher searcher) throws Exception {
            final TunedSearch tuned = TunedSearch.forRecall(recall, truth, searcher);
            System.out.printf("recall@10 %.4f with ef %d%n", tuned.recall(), tuned.effort());
            SearchRate.measure(1, seconds / 3, truth, tuned.effort(), searcher);
            for (final int threads : new int[] {1, 2}) {
                System.out.println(
                        SearchRate.measure(threads, seconds, truth, tuned.effort(), searcher));
            }
        }
    }

    public static void main(String[] words) throws Exception {
        final Arguments arguments = new Arguments(words);
        final int count = arguments.number("vectors", 1_000_000);
        final String data = arguments.text("data", "");
        final int realMax = arguments.number("real", Integer.MAX_VALUE);
        final int seed = arguments.number("seed", 1);
        final String home = arguments.text("home", "");
        final Plan plan =
                new Plan(
                        VectorSource.of(data, count, realMax, seed),
                        count,
                        arguments.text("type", "hnsw"),
                        arguments.options("options"),
                        arguments.fraction("recall", 0.95),
                        arguments.number("queries", 500),
                        arguments.fraction("seconds", 15));
        arguments.done();
        System.out.println("vectors: " + plan.source().description());
        System.out.printf("%d vectors; index: %s %s%n", count, plan.type(), plan.options());
        final Path folder = Files.createTempDirectory("lokivector-million");
        try {
            if (home.isEmpty()) {
                MillionEmbedded.measure(plan, folder);
            } else {
                MillionOverRest.measure(plan, Path.of(home), folder);
            }
        } finally {
            Folder.delete(folder);
        }
    }
}
