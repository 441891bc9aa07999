package io.lokivector.vectors;

/**
 * A score and a number (of a slot or an ordinal) in one long that orders by score, then by number.
 */
public final class Keys {
    private Keys() {}

    /** The key; a score that is not a number comes after all others. */
    public static long of(float score, int number) {
        final int bits = Float.floatToIntBits(score);
        return (long) (bits ^ bits >> 31 & 0x7fff_ffff) << 32 | number & 0xffff_ffffL;
    }

    /** The score of a key. */
    public static float score(long key) {
        final int bits = (int) (key >> 32);
        return Float.intBitsToFloat(bits ^ bits >> 31 & 0x7fff_ffff);
    }

    /** The number of a key. */
    public static int number(long key) {
        return (int) key;
    }
}
