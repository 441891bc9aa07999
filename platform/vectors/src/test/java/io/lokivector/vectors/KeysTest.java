package io.lokivector.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void keysOrderByScoreThenByNumber() {
        final float[] scores = {
            Float.NEGATIVE_INFINITY,
            -1e30f,
            -1,
            -1e-40f,
            0,
            1e-40f,
            1,
            1e30f,
            Float.POSITIVE_INFINITY
        };
        for (int i = 0; i < scores.length; i++) {
            assertTrue(Keys.of(scores[i], 3) < Keys.of(scores[i], 4));
            assertTrue(Keys.of(scores[i], Integer.MAX_VALUE) < Keys.of(Float.NaN, 0));
            if (i > 0) {
                assertTrue(Keys.of(scores[i - 1], Integer.MAX_VALUE) < Keys.of(scores[i], 0));
            }
        }
    }

    @Test
    void aKeyGivesBackItsParts() {
        for (final float score : new float[] {-2.5f, 0, 1e-40f, 3e38f}) {
            for (final int number : new int[] {0, 1, Integer.MAX_VALUE}) {
                final long key = Keys.of(score, number);
                assertEquals(score, Keys.score(key));
                assertEquals(number, Keys.number(key));
            }
        }
    }
}
