package io.lokivector.simd;

/**
 * Inner products of codes of few bits with a query, by counting bits.
 *
 * <p>A code has {@code bits} planes of words, least significant plane first: bit {@code i} of plane
 * {@code b} is bit {@code b} of component {@code i}. A query is a sum of planes likewise, as
 * numbers in two's complement. Their product is a sum of {@code popcount(code & query)} with powers
 * of two (Gao and Long, "RaBitQ", SIGMOD 2024, section 3.3.2).
 *
 * <p>Where registers hold eight words and count their bits, a code is compared in a handful of
 * nanoseconds; elsewhere words are taken one by one. Thread-safe.
 */
public final class CodeKernels {
    /** The words behind the last row of a page: registers are filled beyond a row. */
    public static final int SLACK = 8;

    /**
     * The words before the first row of a page. With them rows of eight words lie on lines of the
     * cache if the array does: its header has two words. G1 puts arrays larger than half a region
     * at the beginning of one.
     */
    public static final int LEAD = 6;

    /** The words a plane of a query is filled up to. */
    public static final int WIDTH = 8;

    private static final boolean WIDE = Kernels.isVectorized() && VectorApiCodes.isWide();

    private CodeKernels() {}

    /**
     * Where codes lie: rows in pages, a power of two in each.
     *
     * <p>Behind the words of a row stands one more that holds two floats, the factor (upper half)
     * and the addend (lower half) of its estimate.
     *
     * @param pages {@link #LEAD} words, rows, and {@link #SLACK} words
     * @param shift the binary logarithm of the rows in a page
     * @param stride words from one row to the next
     * @param words of a code, without the floats
     */
    @SuppressWarnings("ArrayRecordComponent") // pages are shared, not compared
    public record Codes(long[][] pages, int shift, int stride, int words) {}

    /** A query as planes; filled anew for every query. One thread. */
    public static final class Query {
        final int planes;
        final int width;
        final long[] bits;
        final long[] shifts;
        float scale;
        float bias;

        /**
         * Room for a query.
         *
         * @param planes of the query: 4, for codes of one bit, or 6
         * @param words of a code
         * @param wordsOfPlane words of one plane of a code
         */
        public Query(int planes, int words, int wordsOfPlane) {
            if (planes != 4 && planes != 6 || planes == 4 && words != wordsOfPlane) {
                throw new IllegalArgumentException(
                        "a query has 4 planes for codes of one bit, or 6, not " + planes);
            }
            this.planes = planes;
            this.width = (words + WIDTH - 1) / WIDTH * WIDTH;
            this.bits = new long[planes * width];
            this.shifts = new long[width];
            for (int word = 0; word < words; word++) {
                shifts[word] = word / wordsOfPlane;
            }
        }

        /**
         * Sets the query.
         *
         * @param components whole numbers that fit {@code planes} bits with their sign
         * @param bitsOfCode planes of a code
         * @param newScale what a product is multiplied with
         * @param newBias what is taken off then
         */
        public void set(int[] components, int bitsOfCode, float newScale, float newBias) {
            scale = newScale;
            bias = newBias;
            final int wordsOfPlane = (components.length + 63) >> 6;
            for (int plane = 0; plane < planes; plane++) {
                final int at = plane * width;
                for (int word = 0; word < wordsOfPlane; word++) {
                    final int first = word << 6;
                    final int count = Math.min(64, components.length - first);
                    long gathered = 0;
                    for (int i = count - 1; i >= 0; i--) {
                        gathered = gathered << 1 | components[first + i] >>> plane & 1;
                    }
                    for (int bit = 0; bit < bitsOfCode; bit++) {
                        bits[at + bit * wordsOfPlane + word] = gathered;
                    }
                }
            }
        }
    }

    /**
     * Estimates {@code factor * (scale * product - bias) + addend} for rows far apart.
     *
     * @param rows which rows
     * @param count how many of them
     * @param estimates receives as many
     */
    public static void estimate(
            Query query, Codes codes, int[] rows, int count, float[] estimates) {
        fetch(codes, rows, count, estimates);
        if (WIDE) {
            VectorApiCodes.estimate(query, codes, rows, count, estimates);
        } else {
            scalar(query, codes, rows, count, estimates);
        }
    }

    /**
     * Reads a word of every code, so that the processor waits for all of them together: while it
     * compares, it sees only a few codes ahead. What was read is written where estimates will be,
     * or the compiler would leave it out.
     */
    private static void fetch(Codes codes, int[] rows, int count, float[] estimates) {
        final long[][] pages = codes.pages();
        final int shift = codes.shift();
        final int mask = (1 << shift) - 1;
        final int stride = codes.stride();
        for (int i = 0; i < count; i++) {
            estimates[i] = (int) pages[rows[i] >>> shift][LEAD + (rows[i] & mask) * stride];
        }
    }

    static void scalar(Query query, Codes codes, int[] rows, int count, float[] estimates) {
        final int mask = (1 << codes.shift()) - 1;
        final int words = codes.words();
        for (int i = 0; i < count; i++) {
            final long[] page = codes.pages()[rows[i] >>> codes.shift()];
            final int offset = LEAD + (rows[i] & mask) * codes.stride();
            long product = 0;
            for (int word = 0; word < words; word++) {
                final long code = page[offset + word];
                // The highest plane is the sign of a number in two's complement.
                int at = (query.planes - 1) * query.width + word;
                long sum = -Long.bitCount(code & query.bits[at]);
                for (int plane = query.planes - 2; plane >= 0; plane--) {
                    at -= query.width;
                    sum = 2 * sum + Long.bitCount(code & query.bits[at]);
                }
                product += sum << query.shifts[word];
            }
            estimates[i] = finish(query, page[offset + words], product);
        }
    }

    static float finish(Query query, long floats, long product) {
        final float factor = Float.intBitsToFloat((int) (floats >>> 32));
        final float addend = Float.intBitsToFloat((int) floats);
        return factor * (query.scale * product - query.bias) + addend;
    }
}
