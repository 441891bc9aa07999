package io.lokivector.simd;

/**
 * Sums over pairs of a float and a byte: a query against rows of 8-bit codes.
 *
 * <p>A byte becomes a float in the register, so nothing of the query is lost, a row takes a quarter
 * of the memory, and the sums cost no more than those of floats. Four rows at a time, as in {@link
 * Kernels#dotFour}. Thread-safe.
 */
public final class MixedKernels {
    /** With fewer lanes there is no register that holds as many bytes. */
    private static final boolean VECTORIZED = Kernels.isVectorized() && VectorApiMixed.lanes() >= 8;

    private MixedKernels() {}

    /**
     * The inner products {@code sum(query[i] * code[i])} with each of four rows.
     *
     * @param rows four arrays, which may be the same
     * @param offsets where in each array its {@code length} codes begin
     * @param results receives four values
     */
    public static void dotFour(
            float[] query, byte[][] rows, int[] offsets, int length, float[] results) {
        if (VECTORIZED) {
            VectorApiMixed.dotFour(query, rows, offsets, length, results);
        } else {
            ScalarMixed.dotFour(query, rows, offsets, length, results);
        }
    }

    /**
     * The squared distances {@code sum((query[i] - fma(scale, code[i], shift))^2)} to each of four
     * rows; a fused multiply-add gives the same float everywhere.
     *
     * @param rows four arrays, which may be the same
     * @param offsets where in each array its {@code length} codes begin
     * @param scales of each row
     * @param shifts of each row
     * @param results receives four values
     */
    public static void squaredDistanceFour(
            float[] query,
            byte[][] rows,
            int[] offsets,
            float[] scales,
            float[] shifts,
            int length,
            float[] results) {
        if (VECTORIZED) {
            VectorApiMixed.squaredDistanceFour(
                    query, rows, offsets, scales, shifts, length, results);
        } else {
            ScalarMixed.squaredDistanceFour(query, rows, offsets, scales, shifts, length, results);
        }
    }
}
