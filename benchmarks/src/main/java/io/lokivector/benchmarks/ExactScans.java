package io.lokivector.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.lokivector.index.flat.FlatConfig;
import io.lokivector.index.flat.FlatIndexFactory;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.BatchSearch;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorSpace;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Measures exact search over a set of vectors: without and with codes, alone on all cores and
 * beside others, with filters, and several queries together. In rounds that alternate; a line tells
 * the best of them.
 *
 * <p>Arguments: the folder of the data (see {@link GlossData}), and how many rows to take (all by
 * default).
 */
final class ExactScans {
    private static final int DIMENSION = 384;
    private static final int K = 10;
    private static final int ROUNDS = 7;
    private static final int QUERIES = 128;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ExactScans() {}

    /** What is measured: answers all queries, in its own way. */
    private record Form(String name, VectorIndex index, Way way) {}

    @FunctionalInterface
    private interface Way {
        void answer(VectorIndex index, List<float[]> queries) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        final GlossData data = GlossData.read(Path.of(arguments[0]), DIMENSION);
        final int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : data.size();
        final List<float[]> queries = IntStream.range(0, QUERIES).mapToObj(data::query).toList();
        final List<Form> forms = new ArrayList<>();
        for (final String quantization : List.of("none", "8bit")) {
            final VectorIndex index = index(quantization, data, rows);
            System.out.printf(
                    "%s: %,d bytes for each vector%n", quantization, index.memoryBytes() / rows);
            if (rows == data.size()) {
                System.out.printf("%s: recall@10 %.4f%n", quantization, recall(index, data));
            }
            forms.addAll(forms(quantization, index, rows));
        }
        measure(forms, queries);
    }

    private static List<Form> forms(String quantization, VectorIndex index, int rows) {
        final List<Form> forms = new ArrayList<>();
        forms.add(new Form(quantization + ", alone, all cores", index, oneByOne(all())));
        forms.add(new Form(quantization + ", a thread for each core", index, ExactScans::beside));
        for (final double share : new double[] {0.5, 0.12, 0.03}) {
            final Search search = new Search(K, 0, filter(rows, share));
            forms.add(new Form(quantization + ", filter " + share, index, oneByOne(search)));
        }
        for (final int size : new int[] {2, 8, 32, 128}) {
            forms.add(new Form(quantization + ", batches of " + size, index, batches(size)));
        }
        return forms;
    }

    private static Search all() {
        return Search.nearest(K);
    }

    private static Way oneByOne(Search search) {
        return (index, queries) -> queries.forEach(query -> index.search(query, search));
    }

    private static void beside(VectorIndex index, List<float[]> queries)
            throws InterruptedException {
        final AtomicInteger next = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int query = next.getAndIncrement();
                                        query < queries.size();
                                        query = next.getAndIncrement()) {
                                    index.search(queries.get(query), all());
                                }
                            }));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
    }

    private static Way batches(int size) {
        return (index, queries) -> {
            for (int from = 0; from < queries.size(); from += size) {
                ((BatchSearch) index).search(queries.subList(from, from + size), all());
            }
        };
    }

    private static void measure(List<Form> forms, List<float[]> queries) throws Exception {
        final double[] millis = new double[forms.size()];
        final double[] cpuMillis = new double[forms.size()];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < forms.size(); i++) {
                final long cpu = SYSTEM.getProcessCpuTime();
                final long began = System.nanoTime();
                forms.get(i).way().answer(forms.get(i).index(), queries);
                final double each = (System.nanoTime() - began) / 1e6 / queries.size();
                final double cpuEach = (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / queries.size();
                millis[i] = round == 0 ? each : Math.min(millis[i], each);
                cpuMillis[i] = round == 0 ? cpuEach : Math.min(cpuMillis[i], cpuEach);
            }
        }
        for (int i = 0; i < millis.length; i++) {
            System.out.printf(
                    "%-30s %8.3f ms and %8.3f ms of CPU for each query: %,.0f/s%n",
                    forms.get(i).name(), millis[i], cpuMillis[i], 1e3 / millis[i]);
        }
    }

    private static VectorIndex index(String quantization, GlossData data, int rows) {
        final VectorIndex index =
                new FlatIndexFactory()
                        .create(
                                new FlatConfig(quantization),
                                new VectorSpace(DIMENSION, Metric.COSINE),
                                new Surroundings());
        for (int row = 0; row < rows; row++) {
            index.put(row, data.vector(row));
        }
        return index;
    }

    private static double recall(VectorIndex index, GlossData data) {
        int found = 0;
        for (int query = 0; query < QUERIES; query++) {
            final BitSet truth = new BitSet();
            for (int rank = 0; rank < K; rank++) {
                truth.set(data.trueNeighbour(query, rank));
            }
            final Neighbors neighbors = index.search(data.query(query), all());
            for (int rank = 0; rank < neighbors.size(); rank++) {
                found += truth.get(neighbors.ordinal(rank)) ? 1 : 0;
            }
        }
        return found / (double) (K * QUERIES);
    }

    private static OrdinalFilter filter(int rows, double share) {
        final Random random = new Random(100);
        final BitSet accepted = new BitSet();
        for (int row = 0; row < rows; row++) {
            accepted.set(row, random.nextDouble() < share);
        }
        final int cardinality = accepted.cardinality();
        return new OrdinalFilter() {
            @Override
            public boolean accepts(int ordinal) {
                return accepted.get(ordinal);
            }

            @Override
            public int cardinality() {
                return cardinality;
            }

            @Override
            public void forEach(IntConsumer action) {
                for (int bit = accepted.nextSetBit(0); bit >= 0; ) {
                    action.accept(bit);
                    bit = accepted.nextSetBit(bit + 1);
                }
            }
        };
    }

    /** A flat index needs nothing of the world. */
    private static final class Surroundings implements ExtensionContext {
        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public RandomGenerator random() {
            return new Random(100);
        }

        @Override
        public DataFiles files() {
            throw new IllegalStateException("there is nothing to be written");
        }

        @Override
        public ScheduledExecutorService executor() {
            throw new IllegalStateException("there is no background work to do");
        }

        @Override
        public Meters meters() {
            return Meters.none();
        }
    }
}
