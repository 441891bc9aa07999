package io.lokivector.engine;

import io.lokivector.engine.index.Distances;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.Property;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Makes indexes that find what they hold, but for what they are told to forget. */
public final class ForgetfulIndexFactory
        implements VectorIndexFactory<ForgetfulIndexFactory.Config> {
    /**
     * Options.
     *
     * @param m of so many ordinals it forgets one, unless the effort is great; 0 forgets none
     */
    public record Config(
            @Property(description = "Of so many it forgets one.", defaultValue = "0", max = 64)
                    int m) {}

    @Override
    public String type() {
        return "forgetful";
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public VectorIndex create(Config config, VectorSpace space, ExtensionContext context) {
        return new ForgetfulIndex(config, space);
    }

    private static final class ForgetfulIndex implements VectorIndex {
        private static final int GREAT_EFFORT = 100;

        private final Config config;
        private final VectorSpace space;
        private final Map<Integer, float[]> vectors = new ConcurrentSkipListMap<>();

        ForgetfulIndex(Config config, VectorSpace space) {
            this.config = config;
            this.space = space;
        }

        @Override
        public void put(int ordinal, float[] vector) {
            vectors.put(ordinal, vector.clone());
        }

        @Override
        public boolean remove(int ordinal) {
            return vectors.remove(ordinal) != null;
        }

        @Override
        public boolean copyVector(int ordinal, float[] target) {
            final float[] vector = vectors.get(ordinal);
            if (vector == null) {
                return false;
            }
            System.arraycopy(vector, 0, target, 0, target.length);
            return true;
        }

        private record Found(int ordinal, double distance) {}

        private boolean isForgotten(int ordinal, Search search) {
            return config.m > 0 && search.effort() < GREAT_EFFORT && ordinal % config.m == 0;
        }

        @Override
        public Neighbors search(float[] query, Search search) {
            if (query.length != space.dimension()) {
                throw new IllegalArgumentException("dimension");
            }
            final List<Found> found =
                    vectors.entrySet().stream()
                            .filter(entry -> search.filter().accepts(entry.getKey()))
                            .filter(entry -> !isForgotten(entry.getKey(), search))
                            .map(entry ->
                                    new Found(
                                            entry.getKey(),
                                            Distances.between(
                                                    space.metric(), query, entry.getValue())))
                            .sorted(Comparator.comparingDouble(Found::distance))
                            .limit(search.k())
                            .toList();
            final int[] ordinals = new int[found.size()];
            final float[] distances = new float[found.size()];
            for (int i = 0; i < ordinals.length; i++) {
                ordinals[i] = found.get(i).ordinal;
                distances[i] = (float) found.get(i).distance;
            }
            return new Neighbors(ordinals, distances);
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
            throw new IOException("forgotten");
        }

        @Override
        public void load(DataFiles files, String name) throws IOException {
            throw new IOException("forgotten");
        }

        @Override
        public void close() {
            vectors.clear();
        }
    }
}
