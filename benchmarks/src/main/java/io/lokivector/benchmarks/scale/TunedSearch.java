package io.lokivector.benchmarks.scale;

import java.util.Arrays;

/**
 * Finds how much effort a recall takes, by bisection.
 *
 * @param effort the least that reaches the recall, or the most that was tried
 * @param recall that it reaches
 */
record TunedSearch(int effort, double recall) {
    private static final int EFFORT_MAX = 4_096;

    /** Searches with an effort for the ten nearest. */
    @FunctionalInterface
    interface Searcher {
        /** The numbers of the vectors found. */
        int[] search(float[] query, int effort) throws Exception;
    }

    static TunedSearch forRecall(double wanted, ExactTruth truth, Searcher searcher)
            throws Exception {
        int low = 9;
        int high = 10;
        double recall = recall(truth, searcher, high);
        while (recall < wanted && high < EFFORT_MAX) {
            low = high;
            high *= 2;
            recall = recall(truth, searcher, high);
        }
        while (high - low > Math.max(1, high / 50)) {
            final int middle = (low + high) / 2;
            final double between = recall(truth, searcher, middle);
            if (between >= wanted) {
                high = middle;
                recall = between;
            } else {
                low = middle;
            }
        }
        return new TunedSearch(high, recall);
    }

    /** The mean recall of all queries. */
    static double recall(ExactTruth truth, Searcher searcher, int effort) throws Exception {
        final double[] recalls = new double[truth.queryCount()];
        for (int query = 0; query < recalls.length; query++) {
            recalls[query] = truth.recall(query, searcher.search(truth.query(query), effort));
        }
        return Arrays.stream(recalls).average().orElse(0);
    }
}
