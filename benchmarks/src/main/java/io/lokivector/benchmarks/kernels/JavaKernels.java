package io.lokivector.benchmarks.kernels;

import io.lokivector.simd.Kernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The kernels of {@link Kernels}; an operation is the comparison of a query with one row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Operands.ROWS)
public class JavaKernels {
    /** How many components the vectors have. */
    @Param({"100", "384", "768"})
    int dimension;

    private final int[] offsets = new int[4];
    private final float[] floatFour = new float[4];
    private final int[] intFour = new int[4];
    private final float[] floatResults = new float[Operands.ROWS];
    private final int[] intResults = new int[Operands.ROWS];
    private Operands operands = new Operands(0);
    private float[][] floatPages = {};
    private short[][] halfPages = {};
    private byte[][] bytePages = {};
    private long[][] bitPages = {};

    /** Makes the vectors. */
    @Setup
    public void makeOperands() {
        operands = new Operands(dimension);
        final float[] floatRows = operands.floatRows;
        floatPages = new float[][] {floatRows, floatRows, floatRows, floatRows};
        final short[] halfRows = operands.halfRows;
        halfPages = new short[][] {halfRows, halfRows, halfRows, halfRows};
        final byte[] byteRows = operands.byteRows;
        bytePages = new byte[][] {byteRows, byteRows, byteRows, byteRows};
        final long[] bitsRows = operands.bitRows;
        bitPages = new long[][] {bitsRows, bitsRows, bitsRows, bitsRows};
    }

    /** {@link Kernels#dot(float[], int, float[], int, int)}. */
    @Benchmark
    public float[] floatDotOne() {
        final float[] query = operands.floatQuery;
        final float[] rows = operands.floatRows;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_FLOAT + row * length;
            floatResults[row] = Kernels.dot(query, 0, rows, offset, length);
        }
        return floatResults;
    }

    /** {@link Kernels#dotFour(float[], float[][], int[], int, float[])}. */
    @Benchmark
    public float[] floatDotFour() {
        final float[] query = operands.floatQuery;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_FLOAT + row * length, length);
            Kernels.dotFour(query, floatPages, offsets, length, floatFour);
            floatResults[row] = floatFour[0];
            floatResults[row + 1] = floatFour[1];
            floatResults[row + 2] = floatFour[2];
            floatResults[row + 3] = floatFour[3];
        }
        return floatResults;
    }

    /** {@link Kernels#squaredDistance(float[], int, float[], int, int)}. */
    @Benchmark
    public float[] floatSquaredOne() {
        final float[] query = operands.floatQuery;
        final float[] rows = operands.floatRows;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_FLOAT + row * length;
            floatResults[row] = Kernels.squaredDistance(query, 0, rows, offset, length);
        }
        return floatResults;
    }

    /** {@link Kernels#squaredDistanceFour(float[], float[][], int[], int, float[])}. */
    @Benchmark
    public float[] floatSquaredFour() {
        final float[] query = operands.floatQuery;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_FLOAT + row * length, length);
            Kernels.squaredDistanceFour(query, floatPages, offsets, length, floatFour);
            floatResults[row] = floatFour[0];
            floatResults[row + 1] = floatFour[1];
            floatResults[row + 2] = floatFour[2];
            floatResults[row + 3] = floatFour[3];
        }
        return floatResults;
    }

    /** {@link Kernels#dot(float[], int, short[], int, int)}. */
    @Benchmark
    public float[] halfDotOne() {
        final float[] query = operands.floatQuery;
        final short[] rows = operands.halfRows;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_HALF + row * length;
            floatResults[row] = Kernels.dot(query, 0, rows, offset, length);
        }
        return floatResults;
    }

    /** {@link Kernels#dotFour(float[], short[][], int[], int, float[])}. */
    @Benchmark
    public float[] halfDotFour() {
        final float[] query = operands.floatQuery;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_HALF + row * length, length);
            Kernels.dotFour(query, halfPages, offsets, length, floatFour);
            floatResults[row] = floatFour[0];
            floatResults[row + 1] = floatFour[1];
            floatResults[row + 2] = floatFour[2];
            floatResults[row + 3] = floatFour[3];
        }
        return floatResults;
    }

    /** {@link Kernels#squaredDistance(float[], int, short[], int, int)}. */
    @Benchmark
    public float[] halfSquaredOne() {
        final float[] query = operands.floatQuery;
        final short[] rows = operands.halfRows;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_HALF + row * length;
            floatResults[row] = Kernels.squaredDistance(query, 0, rows, offset, length);
        }
        return floatResults;
    }

    /** {@link Kernels#squaredDistanceFour(float[], short[][], int[], int, float[])}. */
    @Benchmark
    public float[] halfSquaredFour() {
        final float[] query = operands.floatQuery;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_HALF + row * length, length);
            Kernels.squaredDistanceFour(query, halfPages, offsets, length, floatFour);
            floatResults[row] = floatFour[0];
            floatResults[row + 1] = floatFour[1];
            floatResults[row + 2] = floatFour[2];
            floatResults[row + 3] = floatFour[3];
        }
        return floatResults;
    }

    /** {@link Kernels#dot(byte[], int, byte[], int, int)}. */
    @Benchmark
    public int[] byteDotOne() {
        final byte[] query = operands.byteQuery;
        final byte[] rows = operands.byteRows;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_BYTE + row * length;
            intResults[row] = Kernels.dot(query, 0, rows, offset, length);
        }
        return intResults;
    }

    /** {@link Kernels#dotFour(byte[], byte[][], int[], int, int[])}. */
    @Benchmark
    public int[] byteDotFour() {
        final byte[] query = operands.byteQuery;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_BYTE + row * length, length);
            Kernels.dotFour(query, bytePages, offsets, length, intFour);
            intResults[row] = intFour[0];
            intResults[row + 1] = intFour[1];
            intResults[row + 2] = intFour[2];
            intResults[row + 3] = intFour[3];
        }
        return intResults;
    }

    /** {@link Kernels#squaredDistance(byte[], int, byte[], int, int)}. */
    @Benchmark
    public int[] byteSquaredOne() {
        final byte[] query = operands.byteQuery;
        final byte[] rows = operands.byteRows;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_BYTE + row * length;
            intResults[row] = Kernels.squaredDistance(query, 0, rows, offset, length);
        }
        return intResults;
    }

    /** {@link Kernels#squaredDistanceFour(byte[], byte[][], int[], int, int[])}. */
    @Benchmark
    public int[] byteSquaredFour() {
        final byte[] query = operands.byteQuery;
        final int length = dimension;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_BYTE + row * length, length);
            Kernels.squaredDistanceFour(query, bytePages, offsets, length, intFour);
            intResults[row] = intFour[0];
            intResults[row + 1] = intFour[1];
            intResults[row + 2] = intFour[2];
            intResults[row + 3] = intFour[3];
        }
        return intResults;
    }

    /** {@link Kernels#hamming(long[], int, long[], int, int)}. */
    @Benchmark
    public int[] bitsHammingOne() {
        final long[] query = operands.bitQuery;
        final long[] rows = operands.bitRows;
        final int length = operands.words;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_WORD + row * length;
            intResults[row] = Kernels.hamming(query, 0, rows, offset, length);
        }
        return intResults;
    }

    /** {@link Kernels#hammingFour(long[], long[][], int[], int, int[])}. */
    @Benchmark
    public int[] bitsHammingFour() {
        final long[] query = operands.bitQuery;
        final int length = operands.words;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_WORD + row * length, length);
            Kernels.hammingFour(query, bitPages, offsets, length, intFour);
            intResults[row] = intFour[0];
            intResults[row + 1] = intFour[1];
            intResults[row + 2] = intFour[2];
            intResults[row + 3] = intFour[3];
        }
        return intResults;
    }

    /** {@link Kernels#andCount(long[], int, long[], int, int)}. */
    @Benchmark
    public int[] bitsAndOne() {
        final long[] query = operands.bitQuery;
        final long[] rows = operands.bitRows;
        final int length = operands.words;
        for (int row = 0; row < Operands.ROWS; row++) {
            final int offset = Operands.FIRST_WORD + row * length;
            intResults[row] = Kernels.andCount(query, 0, rows, offset, length);
        }
        return intResults;
    }

    /** {@link Kernels#andCountFour(long[], long[][], int[], int, int[])}. */
    @Benchmark
    public int[] bitsAndFour() {
        final long[] query = operands.bitQuery;
        final int length = operands.words;
        for (int row = 0; row < Operands.ROWS; row += 4) {
            placeFour(Operands.FIRST_WORD + row * length, length);
            Kernels.andCountFour(query, bitPages, offsets, length, intFour);
            intResults[row] = intFour[0];
            intResults[row + 1] = intFour[1];
            intResults[row + 2] = intFour[2];
            intResults[row + 3] = intFour[3];
        }
        return intResults;
    }

    private void placeFour(int first, int length) {
        for (int i = 0; i < 4; i++) {
            offsets[i] = first + i * length;
        }
    }
}
