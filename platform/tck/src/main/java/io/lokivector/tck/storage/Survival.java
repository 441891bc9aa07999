package io.lokivector.tck.storage;

import java.util.random.RandomGenerator;

/**
 * The luck of one crash: which changes that were not forced reached the disk.
 *
 * <p>Half of all crashes are extreme (nothing or everything got through), since most faults show
 * there; in the others each change decides for itself, and a write may be torn at any byte.
 */
final class Survival {
    private final RandomGenerator random;
    private final double chance;
    private final double tearing;

    Survival(RandomGenerator random) {
        this.random = random;
        this.chance =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> 1;
                    default -> random.nextDouble();
                };
        this.tearing = chance == 1 ? 0 : 0.5;
    }

    boolean keeps() {
        return random.nextDouble() < chance;
    }

    /** Applies what survives of a write to {@code target}. */
    void write(Contents target, long position, byte[] bytes) {
        if (!keeps()) {
            return;
        }
        if (bytes.length < 2 || random.nextDouble() >= tearing) {
            target.write(position, bytes);
            return;
        }
        final int cut = random.nextInt(1, bytes.length);
        final boolean firstHalf = random.nextInt(4) != 0;
        final int from = firstHalf ? 0 : cut;
        final byte[] part = new byte[firstHalf ? cut : bytes.length - cut];
        System.arraycopy(bytes, from, part, 0, part.length);
        target.write(position + from, part);
    }
}
