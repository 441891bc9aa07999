package io.lokivector.simd;

import io.lokivector.simd.CodeKernels.Codes;
import io.lokivector.simd.CodeKernels.Query;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of codes for registers of eight words.
 *
 * <p>No method of ours is called in the loops: beyond some size the compiler would stop to inline,
 * and put every vector on the heap.
 */
final class VectorApiCodes {
    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;
    private static final int LANES = 8;

    private VectorApiCodes() {}

    static boolean isWide() {
        return LongVector.SPECIES_PREFERRED.length() == LANES;
    }

    static void estimate(Query query, Codes codes, int[] rows, int count, float[] estimates) {
        if (query.planes == 6) {
            ofSix(query, codes, rows, count, estimates);
        } else if (query.width == LANES) {
            oneOfFour(query, codes, rows, count, estimates);
        } else {
            ofFour(query, codes, rows, count, estimates);
        }
    }

    /** Codes that fit one register: the query stays in registers, too. */
    private static void oneOfFour(
            Query query, Codes codes, int[] rows, int count, float[] estimates) {
        final int mask = (1 << codes.shift()) - 1;
        final int shift = codes.shift();
        final int stride = codes.stride();
        final int words = codes.words();
        final long[][] pages = codes.pages();
        final float scale = query.scale;
        final float bias = query.bias;
        final LongVector plane0 = LongVector.fromArray(SPECIES, query.bits, 0);
        final LongVector plane1 = LongVector.fromArray(SPECIES, query.bits, LANES);
        final LongVector plane2 = LongVector.fromArray(SPECIES, query.bits, 2 * LANES);
        final LongVector plane3 = LongVector.fromArray(SPECIES, query.bits, 3 * LANES);
        for (int i = 0; i < count; i++) {
            final long[] page = pages[rows[i] >>> shift];
            final int offset = CodeKernels.LEAD + (rows[i] & mask) * stride;
            final LongVector code = LongVector.fromArray(SPECIES, page, offset);
            final long product =
                    code.and(plane0)
                            .lanewise(VectorOperators.BIT_COUNT)
                            .add(
                                    code.and(plane1)
                                            .lanewise(VectorOperators.BIT_COUNT)
                                            .lanewise(VectorOperators.LSHL, 1))
                            .add(
                                    code.and(plane2)
                                            .lanewise(VectorOperators.BIT_COUNT)
                                            .lanewise(VectorOperators.LSHL, 2)
                                            .sub(
                                                    code.and(plane3)
                                                            .lanewise(VectorOperators.BIT_COUNT)
                                                            .lanewise(VectorOperators.LSHL, 3)))
                            .reduceLanes(VectorOperators.ADD);
            final long floats = page[offset + words];
            estimates[i] =
                    Float.intBitsToFloat((int) (floats >>> 32)) * (scale * product - bias)
                            + Float.intBitsToFloat((int) floats);
        }
    }

    private static void ofFour(Query query, Codes codes, int[] rows, int count, float[] estimates) {
        final int mask = (1 << codes.shift()) - 1;
        final int shift = codes.shift();
        final int stride = codes.stride();
        final int words = codes.words();
        final int width = query.width;
        final long[][] pages = codes.pages();
        final long[] bits = query.bits;
        final float scale = query.scale;
        final float bias = query.bias;
        for (int i = 0; i < count; i++) {
            final long[] page = pages[rows[i] >>> shift];
            final int offset = CodeKernels.LEAD + (rows[i] & mask) * stride;
            LongVector sum = LongVector.zero(SPECIES);
            for (int at = 0; at < width; at += LANES) {
                final LongVector code = LongVector.fromArray(SPECIES, page, offset + at);
                final LongVector plane0 =
                        code.and(LongVector.fromArray(SPECIES, bits, at))
                                .lanewise(VectorOperators.BIT_COUNT);
                final LongVector plane1 =
                        code.and(LongVector.fromArray(SPECIES, bits, at + width))
                                .lanewise(VectorOperators.BIT_COUNT)
                                .lanewise(VectorOperators.LSHL, 1);
                final LongVector plane2 =
                        code.and(LongVector.fromArray(SPECIES, bits, at + 2 * width))
                                .lanewise(VectorOperators.BIT_COUNT)
                                .lanewise(VectorOperators.LSHL, 2);
                final LongVector plane3 =
                        code.and(LongVector.fromArray(SPECIES, bits, at + 3 * width))
                                .lanewise(VectorOperators.BIT_COUNT)
                                .lanewise(VectorOperators.LSHL, 3);
                sum = sum.add(plane0.add(plane1).add(plane2.sub(plane3)));
            }
            final long product = sum.reduceLanes(VectorOperators.ADD);
            final long floats = page[offset + words];
            estimates[i] =
                    Float.intBitsToFloat((int) (floats >>> 32)) * (scale * product - bias)
                            + Float.intBitsToFloat((int) floats);
        }
    }

    private static void ofSix(Query query, Codes codes, int[] rows, int count, float[] estimates) {
        final int mask = (1 << codes.shift()) - 1;
        final int shift = codes.shift();
        final int stride = codes.stride();
        final int words = codes.words();
        final int width = query.width;
        final long[][] pages = codes.pages();
        final long[] bits = query.bits;
        final long[] shifts = query.shifts;
        final float scale = query.scale;
        final float bias = query.bias;
        for (int i = 0; i < count; i++) {
            final long[] page = pages[rows[i] >>> shift];
            final int offset = CodeKernels.LEAD + (rows[i] & mask) * stride;
            LongVector sum = LongVector.zero(SPECIES);
            for (int at = 0; at < width; at += LANES) {
                final LongVector code = LongVector.fromArray(SPECIES, page, offset + at);
                final int top = at + 5 * width;
                LongVector product =
                        code.and(LongVector.fromArray(SPECIES, bits, top - width))
                                .lanewise(VectorOperators.BIT_COUNT);
                LongVector half =
                        code.and(LongVector.fromArray(SPECIES, bits, top))
                                .lanewise(VectorOperators.BIT_COUNT);
                // The highest plane is the sign; the others come in pairs.
                product = product.sub(half).sub(half);
                for (int pair = top - 2 * width; pair > at; pair -= 2 * width) {
                    half =
                            code.and(LongVector.fromArray(SPECIES, bits, pair))
                                    .lanewise(VectorOperators.BIT_COUNT)
                                    .add(product)
                                    .add(product);
                    product =
                            code.and(LongVector.fromArray(SPECIES, bits, pair - width))
                                    .lanewise(VectorOperators.BIT_COUNT)
                                    .add(half)
                                    .add(half);
                }
                sum =
                        sum.add(
                                product.lanewise(
                                        VectorOperators.LSHL,
                                        LongVector.fromArray(SPECIES, shifts, at)));
            }
            final long total = sum.reduceLanes(VectorOperators.ADD);
            final long floats = page[offset + words];
            estimates[i] =
                    Float.intBitsToFloat((int) (floats >>> 32)) * (scale * total - bias)
                            + Float.intBitsToFloat((int) floats);
        }
    }
}
