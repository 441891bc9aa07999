package io.lokivector.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A set of texts with their vectors, queries and true neighbours.
 *
 * <p>The folder holds {@code base.f16} and {@code queries.f16} (rows of little-endian half floats),
 * {@code truth.i32} (per query the rows of its 100 nearest by cosine), {@code glosses.txt} and
 * {@code attrs.tsv} (part of speech first), a line per row.
 */
public record GlossData(
        int dimension,
        ShortBuffer base,
        ShortBuffer queries,
        ByteBuffer truth,
        List<String> texts,
        List<String> attributes) {
    private static final int TRUE_NEIGHBOURS = 100;

    /** Reads a folder. */
    public static GlossData read(Path folder, int dimension) throws IOException {
        return new GlossData(
                dimension,
                map(folder.resolve("base.f16")).asShortBuffer(),
                map(folder.resolve("queries.f16")).asShortBuffer(),
                map(folder.resolve("truth.i32")),
                Files.readAllLines(folder.resolve("glosses.txt")),
                Files.readAllLines(folder.resolve("attrs.tsv")));
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** How many vectors there are. */
    public int size() {
        return base.limit() / dimension;
    }

    /** How many queries there are. */
    public int queryCount() {
        return queries.limit() / dimension;
    }

    /** The vector of a row. */
    public float[] vector(int row) {
        return row(base, row);
    }

    /** A query. */
    public float[] query(int row) {
        return row(queries, row);
    }

    private float[] row(ShortBuffer source, int row) {
        final float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = Float.float16ToFloat(source.get(row * dimension + i));
        }
        return vector;
    }

    /** The row of the neighbour of that rank. */
    int trueNeighbour(int query, int rank) {
        return truth.getInt((query * TRUE_NEIGHBOURS + rank) * Integer.BYTES);
    }

    String partOfSpeech(int row) {
        final String line = attributes.get(row);
        final int tab = line.indexOf('\t');
        return tab < 0 ? line : line.substring(0, tab);
    }
}
