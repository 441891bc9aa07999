package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Contender.Filter;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Writes a folder that {@link VectorSet} reads: holds queries out and computes the truth. */
public final class VectorSetWriter {
    private static final long SEED = 384;

    private final int dimension;
    private final List<float[]> base = new ArrayList<>();
    private final List<float[]> queries = new ArrayList<>();
    private final List<String> attributes = new ArrayList<>();
    private final BitSet isQuery = new BitSet();
    private int added;

    /**
     * A writer of a set.
     *
     * @param dimension the length of each vector
     * @param count how many vectors will be added
     * @param queryCount how many of them, drawn with a fixed seed, are held out as queries
     */
    public VectorSetWriter(int dimension, int count, int queryCount) {
        if (queryCount >= count) {
            throw new IllegalArgumentException(
                    queryCount + " queries cannot be drawn from " + count + " vectors");
        }
        this.dimension = dimension;
        final Random random = new Random(SEED);
        while (isQuery.cardinality() < queryCount) {
            isQuery.set(random.nextInt(count));
        }
    }

    /**
     * Adds a vector. It is brought to length 1 and rounded to half precision, and from then on it
     * is the rounded vector that everybody works with.
     *
     * @param attribute a line for {@code attrs.tsv}, or nothing
     * @return whether it became a row, not a query
     */
    public boolean add(float[] vector, String attribute) {
        final boolean isRow = !isQuery.get(added++);
        (isRow ? base : queries).add(rounded(vector));
        if (isRow && !attribute.isEmpty()) {
            attributes.add(attribute);
        }
        return isRow;
    }

    private float[] rounded(float[] vector) {
        double squares = 0;
        for (final float value : vector) {
            squares += (double) value * value;
        }
        final double length = squares == 0 ? 1 : Math.sqrt(squares);
        final float[] rounded = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            rounded[i] = Float.float16ToFloat(Float.floatToFloat16((float) (vector[i] / length)));
        }
        return rounded;
    }

    /** Writes everything, the truth last, so that a folder with the truth is complete. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        writeVectors(folder.resolve(VectorSet.BASE), base);
        writeVectors(folder.resolve(VectorSet.QUERIES), queries);
        if (!attributes.isEmpty()) {
            Files.write(folder.resolve(VectorSet.ATTRIBUTES), attributes);
        }
        final int[][][] truth =
                ExactNeighbors.of(dimension, unit(base), unit(queries))
                        .nearest(queries.size(), VectorSet.TRUE_NEIGHBOURS, List.of(Filter.ALL));
        final Path unfinished = folder.resolve(VectorSet.TRUTH + ".tmp");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished));
                DataOutputStream data = new DataOutputStream(out)) {
            for (final int[][] neighbours : truth) {
                for (final int row : neighbours[0]) {
                    data.writeInt(Integer.reverseBytes(row));
                }
            }
        }
        Files.move(unfinished, folder.resolve(VectorSet.TRUTH));
    }

    private void writeVectors(Path file, List<float[]> vectors) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                DataOutputStream data = new DataOutputStream(out)) {
            for (final float[] vector : vectors) {
                for (final float value : vector) {
                    data.writeShort(Short.reverseBytes(Float.floatToFloat16(value)));
                }
            }
        }
    }

    private static float[][] unit(List<float[]> vectors) {
        return vectors.stream().map(float[]::clone).map(VectorSet::unit).toArray(float[][]::new);
    }
}
