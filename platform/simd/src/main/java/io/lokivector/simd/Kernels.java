package io.lokivector.simd;

/**
 * Sums over pairs of floats, on the Vector API where it is there and on plain loops elsewhere.
 *
 * <p>Both forms add in single precision, in an order of their own, so results may differ in the
 * last digits between machines; they do not differ between calls. Every length is right, also those
 * that do not fill a vector register. Which form runs is decided when this class is loaded, and
 * logged once. Thread-safe.
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

    /**
     * The inner products of one query with {@code length} floats at each of four places.
     *
     * <p>Four rows at a time, because rows far apart are waited for together: one row after the
     * other, a processor sees the next address too late.
     *
     * @param rows four arrays, which may be the same
     * @param offsets where in each array its row begins
     * @param results receives four values
     */
    public static void dotFour(
            float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        if (VECTORIZED) {
            VectorApiFloats.dotFour(query, rows, offsets, length, results);
        } else {
            ScalarFloats.dotFour(query, rows, offsets, length, results);
        }
    }

    /** The squared distances of one query to four rows; see {@link #dotFour}. */
    public static void squaredDistanceFour(
            float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        if (VECTORIZED) {
            VectorApiFloats.squaredDistanceFour(query, rows, offsets, length, results);
        } else {
            ScalarFloats.squaredDistanceFour(query, rows, offsets, length, results);
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
