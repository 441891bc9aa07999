package io.lokivector.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.RangeSearch.Range;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.index.BitFilter;
import io.lokivector.tck.index.VectorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactScanTest {
    private static final OrdinalFilter ALL = OrdinalFilter.all();

    private static final class Reader extends Readers.Reader {}

    private static VectorTable<Reader> table(Metric metric, float[][] vectors) {
        final RowMetric rows = new RowMetric(new VectorSpace(vectors[0].length, metric));
        final VectorTable<Reader> table = new VectorTable<>(rows, new Readers<>(Reader::new));
        for (int ordinal = 0; ordinal < vectors.length; ordinal++) {
            table.publish(table.insert(vectors[ordinal]), ordinal);
        }
        return table;
    }

    /** Shares every scan out, however small, among eight threads. */
    private static ExactScan shared(VectorTable<?> table) {
        return new ExactScan(table.metric(), new Cores(8), 0);
    }

    private static ExactScan alone(VectorTable<?> table) {
        return new ExactScan(table.metric(), new Cores(1), 0);
    }

    /** Alike but for rounding, which differs between interpreted and compiled code. */
    private static void assertAlike(Neighbors expected, Neighbors actual) {
        assertEquals(expected.size(), actual.size());
        final BitSet ordinals = new BitSet();
        for (int rank = 0; rank < expected.size(); rank++) {
            assertEquals(expected.distance(rank), actual.distance(rank), 1e-4);
            ordinals.set(actual.ordinal(rank));
        }
        assertEquals(expected.size(), ordinals.cardinality(), "different ordinals");
    }

    @ParameterizedTest
    @EnumSource
    void threadsTogetherAnswerLikeOne(Metric metric) {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final float[][] data = VectorData.CLUSTERED.make(random, 6_020, 67);
            final VectorTable<Reader> table = table(metric, Arrays.copyOf(data, 6_000));
            final List<float[]> queries = List.of(Arrays.copyOfRange(data, 6_000, 6_020));
            final BitSet some = new BitSet();
            final BitSet many = new BitSet();
            for (int i = 0; i < 6_000; i++) {
                some.set(i, random.nextInt(10) == 0);
                many.set(i, random.nextInt(10) > 0);
            }
            for (final OrdinalFilter filter :
                    List.of(ALL, new BitFilter(some), new BitFilter(many))) {
                for (final int k : new int[] {1, 10, 1_000, 7_000}) {
                    final List<Neighbors> together =
                            shared(table).search(queries, k, filter, table, null);
                    for (int i = 0; i < queries.size(); i++) {
                        final float[] query = queries.get(i);
                        final Neighbors expected = alone(table).search(query, k, filter, table);
                        assertAlike(expected, together.get(i));
                        assertAlike(expected, shared(table).search(query, k, filter, table));
                    }
                }
            }
        });
    }

    @Test
    void aRangeEndsSharplyAtItsDistance() {
        for (final Metric metric : Metric.values()) {
            final float[][] data = VectorData.UNIFORM.make(TestSeed.random(7), 2_000, 9);
            final VectorTable<Reader> table = table(metric, data);
            final Neighbors all = shared(table).search(data[0], 2_000, ALL, table);
            for (int rank = 0; rank < 2_000; rank += 97) {
                final Range range = new Range(all.distance(rank), 2_000, 0, ALL);
                final Neighbors within = shared(table).search(data[0], range, table, null);
                assertTrue(within.size() > rank, within.size() + " within rank " + rank);
                assertEquals(all.distance(rank), within.distance(within.size() - 1));
                final float less = Math.nextDown(all.distance(rank));
                final Neighbors before =
                        shared(table).search(data[0], new Range(less, 2_000, 0, ALL), table, null);
                assertTrue(before.size() <= rank, before.size() + " before rank " + rank);
            }
        }
    }

    @Test
    void aScreenIsAskedWithALimitThatFallsAndRulesOut() {
        final float[][] data = VectorData.UNIFORM.make(TestSeed.random(8), 3_000, 5);
        final VectorTable<Reader> table = table(Metric.EUCLIDEAN, data);
        final List<Float> limits = new ArrayList<>();
        final RowScreen odd =
                _ ->
                        (slots, count, scoreMax, kept) -> {
                            limits.add(scoreMax);
                            int keptCount = 0;
                            for (int i = 0; i < count; i++) {
                                kept[keptCount] = i;
                                keptCount += slots[i] % 2;
                            }
                            return keptCount;
                        };
        final Neighbors found = alone(table).search(List.of(data[0]), 20, ALL, table, odd).get(0);
        final BitSet odds = new BitSet();
        for (int i = 1; i < 3_000; i += 2) {
            odds.set(i);
        }
        assertAlike(alone(table).search(data[0], 20, new BitFilter(odds), table), found);
        for (int i = 1; i < limits.size(); i++) {
            assertTrue(limits.get(i) <= limits.get(i - 1), limits.toString());
        }
        assertEquals(Float.POSITIVE_INFINITY, limits.getFirst());
        assertEquals(found.distance(19), Math.sqrt(limits.getLast()), 0.5);
    }

    @Test
    void aFilterThatFailsFailsTheSearchOnceNobodyUsesItAnyMore() {
        final float[][] data = VectorData.UNIFORM.make(TestSeed.random(9), 3_000, 5);
        final VectorTable<Reader> table = table(Metric.EUCLIDEAN, data);
        final ExactScan scan = shared(table);
        for (int round = 0; round < 200; round++) {
            final AtomicInteger asked = new AtomicInteger();
            final int fails = 1 + 15 * round;
            final OrdinalFilter filter =
                    new OrdinalFilter() {
                        @Override
                        public boolean accepts(int ordinal) {
                            if (asked.incrementAndGet() == fails) {
                                throw new IllegalStateException("at " + fails);
                            }
                            return true;
                        }

                        @Override
                        public int cardinality() {
                            return 3_000;
                        }

                        @Override
                        public void forEach(IntConsumer action) {
                            throw new AssertionError("too many to enumerate");
                        }
                    };
            assertThrows(IllegalStateException.class, () -> scan.search(data[0], 5, filter, table));
            final int before = asked.get();
            assertEquals(1, scan.search(data[1], 1, ALL, table).size());
            assertEquals(before, asked.get(), "asked after the search had failed");
        }
    }

    @Test
    void asManySearchesAsCoresGetNoHelp() {
        final Cores cores = new Cores(2);
        cores.begin();
        assertEquals(1, cores.idle());
        assertTrue(cores.tryHelp());
        assertEquals(0, cores.idle());
        assertTrue(!cores.tryHelp());
        cores.begin();
        assertTrue(cores.areShort());
        cores.end();
        assertTrue(!cores.areShort());
        cores.end();
        cores.end();
        assertEquals(2, cores.idle());
    }
}
