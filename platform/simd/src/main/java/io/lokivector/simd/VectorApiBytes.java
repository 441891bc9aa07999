package io.lokivector.simd;

import static jdk.incubator.vector.ByteVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of bytes on the Vector API; {@link VectorApiFloats} says why they look so.
 *
 * <p>The Vector API has no multiplication that adds neighbours into wider lanes. Products are made
 * in shorts, where those of two bytes fit, and two shorts are added up as one int: with {@code u =
 * high * 65536 + low}, sums of {@code u} and of {@code high} suffice, for {@code sum(high + low) =
 * sum(u) - 65535 * sum(high)}, also where the sums wrap around. That takes unsigned shorts. Squares
 * of differences are; of products, {@code 32768 - p1 - p2} is, whatever the bytes, so that two
 * products share the price.
 */
final class VectorApiBytes {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
    private static final int LANES = SHORTS.length();
    private static final ShortVector NUMBERS = ShortVector.zero(SHORTS).addIndex(1);
    private static final ShortVector BIASES = ShortVector.broadcast(SHORTS, Short.MIN_VALUE);
    private static final int BIAS = 1 << 15;
    private static final int HIGH = (1 << 16) - 1;

    private VectorApiBytes() {}

    static int dot(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        if (length < LANES) {
            return ScalarBytes.dot(a, aOffset, b, bOffset, length);
        }
        IntVector sum = IntVector.zero(INTS);
        IntVector high = sum;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final ShortVector x =
                    (ShortVector) fromArray(BYTES, a, aOffset + i).castShape(SHORTS, 0);
            final IntVector u =
                    BIASES.sub(x.mul(fromArray(BYTES, b, bOffset + i).castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sum = sum.add(u);
            high = high.add(u.lanewise(LSHR, 16));
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Short> counted = NUMBERS.compare(LT, (short) (i - last));
            final ShortVector x =
                    (ShortVector) fromArray(BYTES, a, aOffset + last).castShape(SHORTS, 0);
            final IntVector u =
                    BIASES.sub(
                                    x.mul(fromArray(BYTES, b, bOffset + last).castShape(SHORTS, 0))
                                            .blend(0, counted))
                            .reinterpretAsInts();
            sum = sum.add(u);
            high = high.add(u.lanewise(LSHR, 16));
        }
        // The last turn counted all its lanes, those set to zero as well.
        final int lanes = (length + LANES - 1) / LANES * LANES;
        return lanes * BIAS - sum.sub(high.mul(HIGH)).reduceLanes(ADD);
    }

    static int squaredDistance(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        if (length < LANES) {
            return ScalarBytes.squaredDistance(a, aOffset, b, bOffset, length);
        }
        IntVector sum = IntVector.zero(INTS);
        IntVector high = sum;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final ShortVector x =
                    (ShortVector) fromArray(BYTES, a, aOffset + i).castShape(SHORTS, 0);
            final ShortVector difference =
                    x.sub(fromArray(BYTES, b, bOffset + i).castShape(SHORTS, 0));
            final IntVector u = difference.mul(difference).reinterpretAsInts();
            sum = sum.add(u);
            high = high.add(u.lanewise(LSHR, 16));
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Short> counted = NUMBERS.compare(LT, (short) (i - last));
            final ShortVector x =
                    (ShortVector) fromArray(BYTES, a, aOffset + last).castShape(SHORTS, 0);
            final ShortVector difference =
                    x.sub(fromArray(BYTES, b, bOffset + last).castShape(SHORTS, 0))
                            .blend(0, counted);
            final IntVector u = difference.mul(difference).reinterpretAsInts();
            sum = sum.add(u);
            high = high.add(u.lanewise(LSHR, 16));
        }
        return sum.sub(high.mul(HIGH)).reduceLanes(ADD);
    }

    static void dotFour(byte[] query, byte[][] rows, int[] offsets, int length, int[] results) {
        if (length < 2 * LANES) {
            for (int i = 0; i < 4; i++) {
                results[i] = dot(query, 0, rows[i], offsets[i], length);
            }
            return;
        }
        final byte[] a = rows[0];
        final byte[] b = rows[1];
        final byte[] c = rows[2];
        final byte[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        IntVector sumA = IntVector.zero(INTS);
        IntVector sumB = sumA;
        IntVector sumC = sumA;
        IntVector sumD = sumA;
        IntVector highA = sumA;
        IntVector highB = sumA;
        IntVector highC = sumA;
        IntVector highD = sumA;
        int i = 0;
        for (; i <= length - 2 * LANES; i += 2 * LANES) {
            final ShortVector x = (ShortVector) fromArray(BYTES, query, i).castShape(SHORTS, 0);
            final ShortVector y =
                    (ShortVector) fromArray(BYTES, query, i + LANES).castShape(SHORTS, 0);
            final IntVector uA =
                    BIASES.sub(x.mul(fromArray(BYTES, a, aOffset + i).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, a, aOffset + i + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumA = sumA.add(uA);
            highA = highA.add(uA.lanewise(LSHR, 16));
            final IntVector uB =
                    BIASES.sub(x.mul(fromArray(BYTES, b, bOffset + i).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, b, bOffset + i + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumB = sumB.add(uB);
            highB = highB.add(uB.lanewise(LSHR, 16));
            final IntVector uC =
                    BIASES.sub(x.mul(fromArray(BYTES, c, cOffset + i).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, c, cOffset + i + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumC = sumC.add(uC);
            highC = highC.add(uC.lanewise(LSHR, 16));
            final IntVector uD =
                    BIASES.sub(x.mul(fromArray(BYTES, d, dOffset + i).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, d, dOffset + i + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumD = sumD.add(uD);
            highD = highD.add(uD.lanewise(LSHR, 16));
        }
        if (i < length) {
            final int last = length - 2 * LANES;
            final short first = (short) (i - last);
            final VectorMask<Short> xCounted = NUMBERS.compare(LT, first);
            final VectorMask<Short> yCounted = NUMBERS.compare(LT, (short) (first - LANES));
            final ShortVector x =
                    ((ShortVector) fromArray(BYTES, query, last).castShape(SHORTS, 0))
                            .blend(0, xCounted);
            final ShortVector y =
                    ((ShortVector) fromArray(BYTES, query, last + LANES).castShape(SHORTS, 0))
                            .blend(0, yCounted);
            final IntVector uA =
                    BIASES.sub(x.mul(fromArray(BYTES, a, aOffset + last).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, a, aOffset + last + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumA = sumA.add(uA);
            highA = highA.add(uA.lanewise(LSHR, 16));
            final IntVector uB =
                    BIASES.sub(x.mul(fromArray(BYTES, b, bOffset + last).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, b, bOffset + last + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumB = sumB.add(uB);
            highB = highB.add(uB.lanewise(LSHR, 16));
            final IntVector uC =
                    BIASES.sub(x.mul(fromArray(BYTES, c, cOffset + last).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, c, cOffset + last + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumC = sumC.add(uC);
            highC = highC.add(uC.lanewise(LSHR, 16));
            final IntVector uD =
                    BIASES.sub(x.mul(fromArray(BYTES, d, dOffset + last).castShape(SHORTS, 0)))
                            .sub(
                                    y.mul(
                                            fromArray(BYTES, d, dOffset + last + LANES)
                                                    .castShape(SHORTS, 0)))
                            .reinterpretAsInts();
            sumD = sumD.add(uD);
            highD = highD.add(uD.lanewise(LSHR, 16));
        }
        final int bias = (length + 2 * LANES - 1) / (2 * LANES) * LANES * BIAS;
        results[0] = bias - sumA.sub(highA.mul(HIGH)).reduceLanes(ADD);
        results[1] = bias - sumB.sub(highB.mul(HIGH)).reduceLanes(ADD);
        results[2] = bias - sumC.sub(highC.mul(HIGH)).reduceLanes(ADD);
        results[3] = bias - sumD.sub(highD.mul(HIGH)).reduceLanes(ADD);
    }

    static void squaredDistanceFour(
            byte[] query, byte[][] rows, int[] offsets, int length, int[] results) {
        if (length < LANES) {
            ScalarBytes.squaredDistanceFour(query, rows, offsets, length, results);
            return;
        }
        final byte[] a = rows[0];
        final byte[] b = rows[1];
        final byte[] c = rows[2];
        final byte[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        IntVector sumA = IntVector.zero(INTS);
        IntVector sumB = sumA;
        IntVector sumC = sumA;
        IntVector sumD = sumA;
        IntVector highA = sumA;
        IntVector highB = sumA;
        IntVector highC = sumA;
        IntVector highD = sumA;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final ShortVector x = (ShortVector) fromArray(BYTES, query, i).castShape(SHORTS, 0);
            final ShortVector differenceA =
                    x.sub(fromArray(BYTES, a, aOffset + i).castShape(SHORTS, 0));
            final IntVector uA = differenceA.mul(differenceA).reinterpretAsInts();
            sumA = sumA.add(uA);
            highA = highA.add(uA.lanewise(LSHR, 16));
            final ShortVector differenceB =
                    x.sub(fromArray(BYTES, b, bOffset + i).castShape(SHORTS, 0));
            final IntVector uB = differenceB.mul(differenceB).reinterpretAsInts();
            sumB = sumB.add(uB);
            highB = highB.add(uB.lanewise(LSHR, 16));
            final ShortVector differenceC =
                    x.sub(fromArray(BYTES, c, cOffset + i).castShape(SHORTS, 0));
            final IntVector uC = differenceC.mul(differenceC).reinterpretAsInts();
            sumC = sumC.add(uC);
            highC = highC.add(uC.lanewise(LSHR, 16));
            final ShortVector differenceD =
                    x.sub(fromArray(BYTES, d, dOffset + i).castShape(SHORTS, 0));
            final IntVector uD = differenceD.mul(differenceD).reinterpretAsInts();
            sumD = sumD.add(uD);
            highD = highD.add(uD.lanewise(LSHR, 16));
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Short> counted = NUMBERS.compare(LT, (short) (i - last));
            final ShortVector x = (ShortVector) fromArray(BYTES, query, last).castShape(SHORTS, 0);
            final ShortVector differenceA =
                    x.sub(fromArray(BYTES, a, aOffset + last).castShape(SHORTS, 0))
                            .blend(0, counted);
            final IntVector uA = differenceA.mul(differenceA).reinterpretAsInts();
            sumA = sumA.add(uA);
            highA = highA.add(uA.lanewise(LSHR, 16));
            final ShortVector differenceB =
                    x.sub(fromArray(BYTES, b, bOffset + last).castShape(SHORTS, 0))
                            .blend(0, counted);
            final IntVector uB = differenceB.mul(differenceB).reinterpretAsInts();
            sumB = sumB.add(uB);
            highB = highB.add(uB.lanewise(LSHR, 16));
            final ShortVector differenceC =
                    x.sub(fromArray(BYTES, c, cOffset + last).castShape(SHORTS, 0))
                            .blend(0, counted);
            final IntVector uC = differenceC.mul(differenceC).reinterpretAsInts();
            sumC = sumC.add(uC);
            highC = highC.add(uC.lanewise(LSHR, 16));
            final ShortVector differenceD =
                    x.sub(fromArray(BYTES, d, dOffset + last).castShape(SHORTS, 0))
                            .blend(0, counted);
            final IntVector uD = differenceD.mul(differenceD).reinterpretAsInts();
            sumD = sumD.add(uD);
            highD = highD.add(uD.lanewise(LSHR, 16));
        }
        results[0] = sumA.sub(highA.mul(HIGH)).reduceLanes(ADD);
        results[1] = sumB.sub(highB.mul(HIGH)).reduceLanes(ADD);
        results[2] = sumC.sub(highC.mul(HIGH)).reduceLanes(ADD);
        results[3] = sumD.sub(highD.mul(HIGH)).reduceLanes(ADD);
    }
}
