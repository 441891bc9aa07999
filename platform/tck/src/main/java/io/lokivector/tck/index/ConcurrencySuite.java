package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkContent;
import static io.lokivector.tck.index.Checks.checkSearches;
import static io.lokivector.tck.index.Checks.putAll;
import static io.lokivector.tck.index.Checks.recall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Searches, changes and checkpoints beside each other. */
public interface ConcurrencySuite extends IndexUnderTest {
    /** One thread's part of a test. */
    @FunctionalInterface
    interface Part {
        /** Does the part. */
        void run() throws Exception;
    }

    @Test
    default void vectorsPutByManyThreadsAreFoundAsWell() {
        inWorld(world -> {
            final int count = 4_000;
            final float[][] vectors = VectorData.CLUSTERED.make(world.random(), count + 250, 40);
            final float[][] queries = Arrays.copyOfRange(vectors, count, count + 250);
            final VectorSpace space = new VectorSpace(40, Metric.COSINE);
            try (VectorIndex index = world.index(space)) {
                final List<Part> parts = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    final int first = thread;
                    parts.add(() -> {
                        for (int i = first; i < count; i += 4) {
                            index.put(i, vectors[i]);
                        }
                    });
                }
                together(parts);
                final ExactOracle oracle = new ExactOracle(Metric.COSINE);
                for (int i = 0; i < count; i++) {
                    oracle.put(i, vectors[i]);
                }
                checkContent(index, oracle, 40);
                checkSearches(index, oracle, queries, 10, OrdinalFilter.all(), requiredRecall());
                final Search search = new Search(10, 50, OrdinalFilter.all());
                try (VectorIndex serial = world.index(space)) {
                    putAll(serial, oracle, Arrays.copyOf(vectors, count));
                    final double ofSerial = recall(serial, oracle, queries, search);
                    final double ofParallel = recall(index, oracle, queries, search);
                    assertTrue(
                            ofParallel >= ofSerial - 0.01,
                            "recall@10 is " + ofParallel + ", and " + ofSerial + " of one thread");
                }
            }
        });
    }

    @Test
    default void searchesBesideChangesSeeNothingThatWasRemovedBefore() {
        inWorld(world -> {
            final int count = 1_500;
            final int dimension = 12;
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), count, dimension);
            // Grows with every change: 0 mod 4 while the ordinal is absent for certain, 3 mod 4
            // while it is there, 2 mod 4 while it comes or goes.
            final AtomicIntegerArray states = new AtomicIntegerArray(count);
            final VectorSpace space = new VectorSpace(dimension, Metric.EUCLIDEAN);
            final AtomicBoolean done = new AtomicBoolean();
            final long seed = world.random().nextLong();
            try (VectorIndex index = world.index(space)) {
                together(
                        List.of(
                                () -> {
                                    try {
                                        churn(index, vectors, states, 0, seed);
                                    } finally {
                                        done.set(true);
                                    }
                                },
                                () -> churn(index, vectors, states, 1, seed + 1),
                                () -> watch(index, vectors, states, done, seed + 2),
                                () -> watch(index, vectors, states, done, seed + 3)));
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                for (int i = 0; i < count; i++) {
                    if (states.get(i) % 2 == 1) {
                        oracle.put(i, vectors[i]);
                    }
                }
                checkContent(index, oracle, dimension);
                checkSearches(index, oracle, vectors, 10, OrdinalFilter.all(), requiredRecall());
            }
        });
    }

    private static void churn(
            VectorIndex index,
            float[][] vectors,
            AtomicIntegerArray states,
            int parity,
            long seed) {
        final RandomGenerator random = TestSeed.random(seed);
        for (int i = 0; i < 6_000; i++) {
            final int ordinal = 2 * random.nextInt(vectors.length / 2) + parity;
            final int state = states.get(ordinal);
            if (state % 2 == 0) {
                states.set(ordinal, state + 2);
                index.put(ordinal, vectors[ordinal]);
                states.set(ordinal, state + 3);
            } else if (random.nextInt(3) == 0) {
                index.put(ordinal, vectors[ordinal]);
            } else {
                states.set(ordinal, state + 3);
                assertTrue(index.remove(ordinal));
                states.set(ordinal, state + 5);
            }
        }
    }

    private static void watch(
            VectorIndex index,
            float[][] vectors,
            AtomicIntegerArray states,
            AtomicBoolean done,
            long seed) {
        final RandomGenerator random = TestSeed.random(seed);
        final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
        final int[] before = new int[vectors.length];
        while (!done.get()) {
            for (int i = 0; i < before.length; i++) {
                before[i] = states.get(i);
            }
            final float[] query = vectors[random.nextInt(vectors.length)];
            final Neighbors found = index.search(query, Search.nearest(10));
            final Set<Integer> seen = new HashSet<>();
            for (int rank = 0; rank < found.size(); rank++) {
                final int ordinal = found.ordinal(rank);
                assertTrue(seen.add(ordinal), () -> "ordinal " + ordinal + " is returned twice");
                assertTrue(
                        before[ordinal] % 4 != 0 || states.get(ordinal) != before[ordinal],
                        () -> "ordinal " + ordinal + " was removed before the search began");
                assertEquals(
                        oracle.distance(query, vectors[ordinal]),
                        found.distance(rank),
                        oracle.tolerance(query, vectors[ordinal]),
                        () -> "distance of ordinal " + ordinal);
            }
        }
    }

    @Test
    default void aVectorThatIsReplacedIsNeverAway() {
        inWorld(world -> {
            final int count = 600;
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), count, 8);
            final AtomicBoolean done = new AtomicBoolean();
            final RandomGenerator random = TestSeed.random(world.random().nextLong());
            final BitSet odd = new BitSet();
            for (int i = 1; i < count; i += 2) {
                odd.set(i);
            }
            try (VectorIndex index = world.index(new VectorSpace(8, Metric.EUCLIDEAN))) {
                for (int i = 0; i < count; i++) {
                    index.put(i, vectors[i]);
                }
                together(
                        List.of(
                                () -> {
                                    while (!done.get()) {
                                        final int ordinal = random.nextInt(count);
                                        index.put(ordinal, vectors[random.nextInt(count)]);
                                    }
                                },
                                () -> {
                                    try {
                                        for (int i = 0; i < 1_000; i++) {
                                            checkAllThere(index, vectors[i % count], count, odd);
                                        }
                                    } finally {
                                        done.set(true);
                                    }
                                }));
            }
        });
    }

    private static void checkAllThere(VectorIndex index, float[] query, int count, BitSet half) {
        final BitSet all = new BitSet();
        all.set(0, count);
        checkOrdinals(all, index.search(query, Search.nearest(count)));
        checkOrdinals(half, index.search(query, new Search(count, 0, new BitFilter(half))));
    }

    private static void checkOrdinals(BitSet expected, Neighbors found) {
        final BitSet ordinals = new BitSet();
        for (int rank = 0; rank < found.size(); rank++) {
            assertTrue(!ordinals.get(found.ordinal(rank)), "an ordinal is returned twice");
            ordinals.set(found.ordinal(rank));
        }
        assertEquals(expected, ordinals);
    }

    @Test
    default void aCheckpointSavedBesideChangesAndSearchesHoldsWhatDidNotChange() {
        inWorld(world -> {
            final int dimension = 16;
            final int still = 1_500;
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 2 * still, dimension);
            final VectorSpace space = new VectorSpace(dimension, Metric.COSINE);
            final DataFiles files = world.context().files();
            final AtomicBoolean done = new AtomicBoolean();
            final RandomGenerator random = TestSeed.random(world.random().nextLong());
            try (VectorIndex index = world.index(space)) {
                for (int i = 0; i < still; i++) {
                    index.put(i, vectors[i]);
                }
                together(
                        List.of(
                                () -> {
                                    try {
                                        for (int i = 0; i < 20; i++) {
                                            index.save(files, "checkpoint");
                                        }
                                    } finally {
                                        done.set(true);
                                    }
                                },
                                () -> {
                                    while (!done.get()) {
                                        final int ordinal = still + random.nextInt(still);
                                        if (random.nextBoolean()) {
                                            index.put(ordinal, vectors[ordinal]);
                                        } else {
                                            index.remove(ordinal);
                                        }
                                    }
                                },
                                () -> {
                                    for (int i = 0; !done.get(); i = (i + 1) % vectors.length) {
                                        checkSearchBeside(index, vectors[i], vectors);
                                    }
                                }));
                try (VectorIndex loaded = world.index(space)) {
                    loaded.load(files, "checkpoint");
                    final ExactOracle oracle = new ExactOracle(Metric.COSINE);
                    final float[] copy = new float[dimension];
                    for (int i = 0; i < 2 * still; i++) {
                        final boolean there = loaded.copyVector(i, copy);
                        assertTrue(there || i >= still, "ordinal " + i + " is missing");
                        if (there) {
                            oracle.put(i, vectors[i]);
                        }
                    }
                    checkContent(loaded, oracle, dimension);
                    checkSearches(
                            loaded, oracle, vectors, 10, OrdinalFilter.all(), requiredRecall());
                }
            }
        });
    }

    /** What is found has the distance of its vector, whether it comes and goes or not. */
    private static void checkSearchBeside(VectorIndex index, float[] query, float[][] vectors) {
        final ExactOracle oracle = new ExactOracle(Metric.COSINE);
        final Neighbors found = index.search(query, Search.nearest(10));
        assertEquals(10, found.size());
        for (int rank = 0; rank < found.size(); rank++) {
            final float[] vector = vectors[found.ordinal(rank)];
            assertEquals(
                    oracle.distance(query, vector),
                    found.distance(rank),
                    oracle.tolerance(query, vector),
                    "distance");
        }
    }

    private static void together(List<Part> parts) throws Exception {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        parts.size(), Thread.ofPlatform().name("index-tck-", 0).factory())) {
            final List<Future<?>> futures = new ArrayList<>();
            for (final Part part : parts) {
                futures.add(
                        threads.submit(() -> {
                            part.run();
                            return null;
                        }));
            }
            for (final Future<?> future : futures) {
                future.get();
            }
        }
    }
}
