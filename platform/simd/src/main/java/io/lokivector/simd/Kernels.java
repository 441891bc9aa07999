package io.lokivector.simd;

/**
 * The comparisons of vectors in which a search spends its time, on the Vector API where it is there
 * and on plain loops elsewhere.
 *
 * <p>The type of an array tells what its components are:
 *
 * <table>
 * <caption>Components</caption>
 * <tr><td>{@code float[]}</td><td>floats</td></tr>
 * <tr><td>{@code short[]}</td><td>finite half floats (IEEE 754 binary16, as {@link
 *     Float#floatToFloat16} makes them), compared with queries of floats</td></tr>
 * <tr><td>{@code byte[]}</td><td>signed integers; results are exact as long as they fit an int,
 *     which every inner product of 131,071 bytes does, and every squared distance of 33,025</td></tr>
 * <tr><td>{@code long[]}</td><td>64 packed bits each; bits that are no components are 0</td></tr>
 * </table>
 *
 * <p>Methods that end in {@code Four} compare one query, from index 0 on, with four rows: rows far
 * apart are waited for together, where one row after the other a processor sees the next address
 * too late. The rows' arrays may be the same; the results are the first four.
 *
 * <p>Cosine is an inner product divided by two lengths, which are better computed once.
 *
 * <p>Every length is right, also those that do not fill a vector register. Sums of floats are made
 * in single precision, in an order of their own, so results may differ in the last digits between
 * machines; they do not differ between calls. A range that is not inside its array is refused with
 * an {@link IndexOutOfBoundsException}, in a {@code Four} perhaps after some results were written.
 * Which form runs is decided when this class is loaded, and logged once. Thread-safe.
 */
public final class Kernels {
    private static final boolean VECTORIZED = vectorized();

    private Kernels() {}

    /**
     * The inner product {@code sum(a[i] * b[i])} of {@code length} floats from each offset.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        return VECTORIZED
                ? VectorApiFloats.dot(a, aOffset, b, bOffset, length)
                : ScalarFloats.dot(a, aOffset, b, bOffset, length);
    }

    /**
     * The squared distance {@code sum((a[i] - b[i])^2)} of {@code length} floats from each offset.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static float squaredDistance(
            float[] a, int aOffset, float[] b, int bOffset, int length) {
        return VECTORIZED
                ? VectorApiFloats.squaredDistance(a, aOffset, b, bOffset, length)
                : ScalarFloats.squaredDistance(a, aOffset, b, bOffset, length);
    }

    /** The inner products of a query and four rows of floats. */
    public static void dotFour(
            float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        if (VECTORIZED) {
            VectorApiFloats.dotFour(query, rows, offsets, length, results);
        } else {
            ScalarFloats.dotFour(query, rows, offsets, length, results);
        }
    }

    /** The squared distances of a query to four rows of floats. */
    public static void squaredDistanceFour(
            float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        if (VECTORIZED) {
            VectorApiFloats.squaredDistanceFour(query, rows, offsets, length, results);
        } else {
            ScalarFloats.squaredDistanceFour(query, rows, offsets, length, results);
        }
    }

    /**
     * The inner product of {@code length} floats and as many half floats.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static float dot(float[] query, int queryOffset, short[] row, int offset, int length) {
        return VECTORIZED
                ? VectorApiHalves.dot(query, queryOffset, row, offset, length)
                : ScalarHalves.dot(query, queryOffset, row, offset, length);
    }

    /**
     * The squared distance of {@code length} floats to as many half floats.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static float squaredDistance(
            float[] query, int queryOffset, short[] row, int offset, int length) {
        return VECTORIZED
                ? VectorApiHalves.squaredDistance(query, queryOffset, row, offset, length)
                : ScalarHalves.squaredDistance(query, queryOffset, row, offset, length);
    }

    /**
     * The inner products of a query, its components below 2<sup>71</sup>, and four rows of half
     * floats.
     */
    public static void dotFour(
            float[] query, short[][] rows, int[] offsets, int length, float[] results) {
        if (VECTORIZED) {
            VectorApiHalves.dotFour(query, rows, offsets, length, results);
        } else {
            ScalarHalves.dotFour(query, rows, offsets, length, results);
        }
    }

    /** The squared distances of a query to four rows of half floats. */
    public static void squaredDistanceFour(
            float[] query, short[][] rows, int[] offsets, int length, float[] results) {
        if (VECTORIZED) {
            VectorApiHalves.squaredDistanceFour(query, rows, offsets, length, results);
        } else {
            ScalarHalves.squaredDistanceFour(query, rows, offsets, length, results);
        }
    }

    /**
     * The inner product of {@code length} bytes from each offset.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static int dot(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        return VECTORIZED
                ? VectorApiBytes.dot(a, aOffset, b, bOffset, length)
                : ScalarBytes.dot(a, aOffset, b, bOffset, length);
    }

    /**
     * The squared distance of {@code length} bytes from each offset.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static int squaredDistance(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        return VECTORIZED
                ? VectorApiBytes.squaredDistance(a, aOffset, b, bOffset, length)
                : ScalarBytes.squaredDistance(a, aOffset, b, bOffset, length);
    }

    /** The inner products of a query and four rows of bytes. */
    public static void dotFour(
            byte[] query, byte[][] rows, int[] offsets, int length, int[] results) {
        if (VECTORIZED) {
            VectorApiBytes.dotFour(query, rows, offsets, length, results);
        } else {
            ScalarBytes.dotFour(query, rows, offsets, length, results);
        }
    }

    /** The squared distances of a query to four rows of bytes. */
    public static void squaredDistanceFour(
            byte[] query, byte[][] rows, int[] offsets, int length, int[] results) {
        if (VECTORIZED) {
            VectorApiBytes.squaredDistanceFour(query, rows, offsets, length, results);
        } else {
            ScalarBytes.squaredDistanceFour(query, rows, offsets, length, results);
        }
    }

    /**
     * How many bits differ in {@code words} longs from each offset: the Hamming distance.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static int hamming(long[] a, int aOffset, long[] b, int bOffset, int words) {
        return VECTORIZED
                ? VectorApiBits.hamming(a, aOffset, b, bOffset, words)
                : ScalarBits.hamming(a, aOffset, b, bOffset, words);
    }

    /**
     * How many bits are 1 on both sides in {@code words} longs from each offset.
     *
     * @throws IndexOutOfBoundsException if a range is not inside its array
     */
    public static int andCount(long[] a, int aOffset, long[] b, int bOffset, int words) {
        return VECTORIZED
                ? VectorApiBits.andCount(a, aOffset, b, bOffset, words)
                : ScalarBits.andCount(a, aOffset, b, bOffset, words);
    }

    /** The Hamming distances of a query to four rows of bits. */
    public static void hammingFour(
            long[] query, long[][] rows, int[] offsets, int words, int[] results) {
        if (VECTORIZED) {
            VectorApiBits.hammingFour(query, rows, offsets, words, results);
        } else {
            ScalarBits.hammingFour(query, rows, offsets, words, results);
        }
    }

    /** How many bits a query shares with each of four rows. */
    public static void andCountFour(
            long[] query, long[][] rows, int[] offsets, int words, int[] results) {
        if (VECTORIZED) {
            VectorApiBits.andCountFour(query, rows, offsets, words, results);
        } else {
            ScalarBits.andCountFour(query, rows, offsets, words, results);
        }
    }

    /** Whether the Vector API is used. */
    static boolean isVectorized() {
        return VECTORIZED;
    }

    private static boolean vectorized() {
        final System.Logger log = System.getLogger(Kernels.class.getName());
        try {
            final int lanes = VectorApiFloats.lanes();
            if (lanes >= 4) {
                log.log(
                        System.Logger.Level.INFO,
                        "distances run on the Vector API, {0} floats at a time",
                        lanes);
                return true;
            }
            log.log(
                    System.Logger.Level.WARNING,
                    "distances run on plain loops, several times slower: vector registers hold only"
                            + " {0} floats",
                    lanes);
        } catch (LinkageError e) {
            log.log(
                    System.Logger.Level.WARNING,
                    "distances run on plain loops, several times slower: the Vector API is not"
                            + " there; start java with --add-modules jdk.incubator.vector");
        }
        return false;
    }
}
