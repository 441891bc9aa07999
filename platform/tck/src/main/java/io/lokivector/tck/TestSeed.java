package io.lokivector.tck;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.opentest4j.TestAbortedException;

/**
 * The seed of one randomised test: a new one in every run, or the one given by {@code
 * -Dlokivector.tck.seed}, so that a failure can be played again.
 */
public final class TestSeed {
    /** The system property that fixes the seed. */
    public static final String PROPERTY = "lokivector.tck.seed";

    private TestSeed() {}

    /** What a randomised test does with a seed. */
    @FunctionalInterface
    public interface Body {
        /** Runs the test. */
        void run(long seed) throws Exception;
    }

    /** The seed of this run. */
    public static long current() {
        final Long given = Long.getLong(PROPERTY);
        return given != null ? given : System.nanoTime() & 0xffff_ffffL;
    }

    /** Runs a test with the seed of this run, and names the seed if it fails. */
    public static void run(Body body) {
        final long seed = current();
        try {
            body.run(seed);
        } catch (TestAbortedException assumed) {
            throw assumed;
        } catch (Throwable failure) {
            throw new AssertionError(
                    "failed; play it again with -D" + PROPERTY + "=" + seed + ": " + failure,
                    failure);
        }
    }

    /** A repeatable source of randomness; used by one thread. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
