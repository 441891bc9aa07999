package io.lokivector.benchmarks.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A set of vectors, queries that are not among them, and the true neighbours of each query by
 * cosine.
 *
 * <p>The folder holds {@code base.f16} and {@code queries.f16} (rows of little-endian half floats),
 * {@code truth.i32} (per query the rows of its 100 nearest, nearest first, little-endian) and, if
 * the vectors have attributes, {@code attrs.tsv} (a line per row). The dimension follows from the
 * sizes of the files. The files are mapped, so that a process that has built its index can give
 * them back; thread-safe until closed.
 */
public final class VectorSet implements AutoCloseable {
    static final String BASE = "base.f16";
    static final String QUERIES = "queries.f16";
    static final String TRUTH = "truth.i32";
    static final String ATTRIBUTES = "attrs.tsv";
    static final int TRUE_NEIGHBOURS = 100;

    static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt ROW =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path folder;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment base;
    private final MemorySegment queries;
    private final MemorySegment truth;
    private final int dimension;

    private VectorSet(Path folder) throws IOException {
        this.folder = folder;
        base = map(folder.resolve(BASE));
        queries = map(folder.resolve(QUERIES));
        truth = map(folder.resolve(TRUTH));
        dimension = Math.toIntExact(queries.byteSize() / Short.BYTES / queryCount());
    }

    /** Opens the set in a folder. */
    public static VectorSet open(Path folder) throws IOException {
        return new VectorSet(folder);
    }

    private MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** The length of each vector. */
    public int dimension() {
        return dimension;
    }

    /** How many vectors there are, queries not counted. */
    public int size() {
        return Math.toIntExact(base.byteSize() / Short.BYTES / dimension);
    }

    /** How many queries there are. */
    public int queryCount() {
        return Math.toIntExact(truth.byteSize() / Integer.BYTES / TRUE_NEIGHBOURS);
    }

    /** The vector of a row, as it is stored: of length 1 but for the rounding. */
    public float[] vector(int row) {
        return row(base, row);
    }

    /** The vector of a query. */
    public float[] query(int query) {
        return row(queries, query);
    }

    private float[] row(MemorySegment rows, int row) {
        final float[] vector = new float[dimension];
        final long first = (long) row * dimension;
        for (int i = 0; i < dimension; i++) {
            vector[i] = Float.float16ToFloat(rows.getAtIndex(HALF, first + i));
        }
        return vector;
    }

    /** The vector of a row, brought to length 1. */
    public float[] unitVector(int row) {
        return unit(vector(row));
    }

    /** The vector of a query, brought to length 1. */
    public float[] unitQuery(int query) {
        return unit(query(query));
    }

    /** Brings a vector to length 1, in place; a zero vector stays as it is. */
    static float[] unit(float[] vector) {
        double squares = 0;
        for (final float value : vector) {
            squares += (double) value * value;
        }
        final double length = squares == 0 ? 1 : Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    /** The row of a query's neighbour of a rank from 0 to 99. */
    public int trueNeighbour(int query, int rank) {
        return truth.getAtIndex(ROW, (long) query * TRUE_NEIGHBOURS + rank);
    }

    /** The attributes, a line per row; empty if the set has none. */
    public List<String> attributes() throws IOException {
        final Path file = folder.resolve(ATTRIBUTES);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Gives the mapped files back; nothing may be read afterwards. */
    @Override
    public void close() {
        arena.close();
    }
}
