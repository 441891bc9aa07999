package io.lokivector.vectors;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorSpace;
import java.io.IOException;

/**
 * The beginning of every checkpoint: four ints, namely a magic number of the index type, the format
 * version, the dimension, and the metric (1 euclidean, 2 euclidean squared, 3 cosine, 4 dot).
 */
public final class SpaceHeader {
    private SpaceHeader() {}

    /** Writes the header. */
    public static void write(CheckpointWriter writer, int magic, int version, VectorSpace space)
            throws IOException {
        writer.writeInt(magic);
        writer.writeInt(version);
        writer.writeInt(space.dimension());
        writer.writeInt(code(space.metric()));
    }

    /**
     * Reads the header.
     *
     * @throws IOException if it is of another type, version or space
     */
    public static void read(CheckpointReader reader, int magic, int version, VectorSpace space)
            throws IOException {
        if (reader.readInt() != magic) {
            throw reader.damaged("is of another type of index");
        }
        final int found = reader.readInt();
        if (found != version) {
            throw reader.damaged("has format " + found + "; this index reads format " + version);
        }
        final int dimension = reader.readInt();
        final int metric = reader.readInt();
        if (dimension != space.dimension() || metric != code(space.metric())) {
            throw reader.damaged(
                    "is of another space: dimension "
                            + dimension
                            + " and metric "
                            + metric
                            + ", not "
                            + space);
        }
    }

    private static int code(Metric metric) {
        return switch (metric) {
            case EUCLIDEAN -> 1;
            case EUCLIDEAN_SQUARED -> 2;
            case COSINE -> 3;
            case DOT -> 4;
        };
    }
}
