package io.lokivector.engine;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.Property;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes exact indexes of a map, which tell how they are used, and fail when they are told to. */
final class ToyIndexFactory implements VectorIndexFactory<ToyIndexFactory.Config> {
    final AtomicInteger puts = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    volatile boolean fails;

    /** Whether searches overlook every other vector. */
    volatile boolean overlooks;

    /** How many vectors may still be put before the next one waits. */
    final Semaphore pace = new Semaphore(100_000_000);

    private final String type;

    ToyIndexFactory() {
        this("toy");
    }

    ToyIndexFactory(String type) {
        this.type = type;
    }

    /**
     * Options.
     *
     * @param toys without meaning
     */
    public record Config(
            @Property(description = "Without meaning.", defaultValue = "1", min = 1, max = 9)
                    int toys) {}

    @Override
    public String type() {
        return type;
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public VectorIndex create(Config config, VectorSpace space, ExtensionContext context) {
        open.incrementAndGet();
        return new ToyIndex(space);
    }

    /** Compares with everything. */
    private final class ToyIndex implements VectorIndex {
        private final VectorSpace space;
        private final Map<Integer, float[]> vectors = new ConcurrentHashMap<>();
        private boolean closed;

        ToyIndex(VectorSpace space) {
            this.space = space;
        }

        private void use() {
            if (closed) {
                throw new IllegalStateException("used after it was closed");
            }
        }

        @Override
        public void put(int ordinal, float[] vector) {
            use();
            if (fails) {
                throw new IllegalStateException("told to fail");
            }
            pace.acquireUninterruptibly();
            if (vector.length != space.dimension()) {
                throw new IllegalArgumentException("dimension");
            }
            puts.incrementAndGet();
            vectors.put(ordinal, vector.clone());
        }

        @Override
        public boolean remove(int ordinal) {
            use();
            return vectors.remove(ordinal) != null;
        }

        @Override
        public boolean copyVector(int ordinal, float[] target) {
            use();
            final float[] vector = vectors.get(ordinal);
            if (vector == null) {
                return false;
            }
            System.arraycopy(vector, 0, target, 0, vector.length);
            return true;
        }

        @Override
        public Neighbors search(float[] query, Search search) {
            use();
            final List<Map.Entry<Integer, Double>> found = new ArrayList<>();
            vectors.forEach((ordinal, vector) -> {
                if (search.filter().accepts(ordinal) && !(overlooks && ordinal % 2 == 1)) {
                    found.add(Map.entry(ordinal, distance(query, vector)));
                }
            });
            found.sort(Map.Entry.comparingByValue(Comparator.naturalOrder()));
            final int count = Math.min(search.k(), found.size());
            final int[] ordinals = new int[count];
            final float[] distances = new float[count];
            for (int i = 0; i < count; i++) {
                ordinals[i] = found.get(i).getKey();
                distances[i] = found.get(i).getValue().floatValue();
            }
            return new Neighbors(ordinals, distances);
        }

        private double distance(float[] a, float[] b) {
            return io.lokivector.engine.index.Distances.between(
                    space.metric() == Metric.EUCLIDEAN ? Metric.EUCLIDEAN_SQUARED : space.metric(),
                    a,
                    b);
        }

        @Override
        public int size() {
            return vectors.size();
        }

        @Override
        public long memoryBytes() {
            return 4L * space.dimension() * vectors.size();
        }

        @Override
        public void save(DataFiles files, String name) throws IOException {
            use();
            final int bytesEach = 4 + 4 * space.dimension();
            final Map<Integer, float[]> copy = Map.copyOf(vectors);
            final ByteBuffer bytes = ByteBuffer.allocate(copy.size() * bytesEach);
            copy.forEach((ordinal, vector) -> {
                bytes.putInt(ordinal);
                for (final float component : vector) {
                    bytes.putFloat(component);
                }
            });
            try (DataFile file = files.open(name)) {
                file.write(bytes.flip(), 0);
                file.force();
            }
        }

        @Override
        public void load(DataFiles files, String name) throws IOException {
            try (DataFile file = files.openReadOnly(name)) {
                final ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
                file.read(bytes, 0);
                bytes.flip();
                if (bytes.remaining() % (4 + 4 * space.dimension()) != 0) {
                    throw new IOException("damaged");
                }
                while (bytes.hasRemaining()) {
                    final int ordinal = bytes.getInt();
                    final float[] vector = new float[space.dimension()];
                    for (int i = 0; i < vector.length; i++) {
                        vector[i] = bytes.getFloat();
                    }
                    vectors.put(ordinal, vector);
                }
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
