package io.lokivector.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodeKernelsTest {
    private static final int ROWS = 100;

    @Test
    void estimatesAreTheProductsOfTheComponents() {
        for (int seed = 0; seed < 60; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final int bits = new int[] {1, 2, 4}[seed % 3];
            final int dimension = 1 + random.nextInt(900);
            final int wordsOfPlane = dimension + 63 >> 6;
            final int words = bits * wordsOfPlane;
            final int stride = words + 1 + random.nextInt(3);
            final int planes = bits == 1 && random.nextBoolean() ? 4 : 6;
            final int[][] components = new int[ROWS][dimension];
            final long[][] pages = new long[ROWS / 16 + 1][];
            for (int page = 0; page < pages.length; page++) {
                pages[page] = new long[CodeKernels.LEAD + 16 * stride + CodeKernels.SLACK];
                // What lies between codes must not count.
                Arrays.fill(pages[page], -1);
            }
            for (int row = 0; row < ROWS; row++) {
                final int at = CodeKernels.LEAD + (row & 15) * stride;
                for (int word = 0; word < words; word++) {
                    pages[row >> 4][at + word] = 0;
                }
                for (int i = 0; i < dimension; i++) {
                    components[row][i] = random.nextInt(1 << bits);
                    for (int bit = 0; bit < bits; bit++) {
                        pages[row >> 4][at + bit * wordsOfPlane + (i >> 6)] |=
                                (components[row][i] >> bit & 1L) << i;
                    }
                }
                pages[row >> 4][at + words] =
                        (long) Float.floatToRawIntBits(0.5f) << 32
                                | Float.floatToRawIntBits(-3f) & 0xffff_ffffL;
            }
            final int most = (1 << planes - 1) - 1;
            final int[] asked = new int[dimension];
            for (int i = 0; i < dimension; i++) {
                asked[i] = random.nextInt(-most, most + 1);
            }
            final CodeKernels.Query query = new CodeKernels.Query(planes, words, wordsOfPlane);
            query.set(asked, bits, 2, 7);
            final CodeKernels.Codes codes = new CodeKernels.Codes(pages, 4, stride, words);
            final int[] rows = new int[ROWS];
            final float[] expected = new float[ROWS];
            for (int i = 0; i < ROWS; i++) {
                rows[i] = random.nextInt(ROWS);
                long product = 0;
                for (int c = 0; c < dimension; c++) {
                    product += (long) components[rows[i]][c] * asked[c];
                }
                expected[i] = 0.5f * (2f * product - 7f) - 3f;
            }
            final float[] estimates = new float[ROWS];
            CodeKernels.estimate(query, codes, rows, ROWS, estimates);
            assertArrayEquals(expected, estimates, "seed " + seed);
            CodeKernels.scalar(query, codes, rows, ROWS, estimates);
            assertArrayEquals(expected, estimates, "scalar, seed " + seed);
        }
    }

    @Test
    void theTransformKeepsLengthsAndIsItsOwnInverse() {
        for (int length = 1; length <= 1_024; length *= 2) {
            final SplittableRandom random = new SplittableRandom(length);
            final float[] x = new float[length + 5];
            double square = 0;
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextDouble(-1, 1);
                square += i < 3 || i >= length + 3 ? 0 : x[i] * x[i];
            }
            final float[] transformed = x.clone();
            Hadamard.transform(transformed, 3, length);
            double transformedSquare = 0;
            for (int i = 3; i < length + 3; i++) {
                transformedSquare += transformed[i] * transformed[i];
            }
            assertEquals(square, transformedSquare, 1e-4 * square, "length " + length);
            Hadamard.transform(transformed, 3, length);
            assertArrayEquals(x, transformed, 1e-4f, "length " + length);
        }
    }
}
