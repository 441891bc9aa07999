package io.lokivector.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorSpace;
import org.junit.jupiter.api.Test;

class RowMetricTest {
    @Test
    void cosineIsRightForVectorsWhoseSquaresDoNotFitAFloat() {
        for (final float scale : new float[] {1e-30f, 1, 1e30f}) {
            assertEquals(
                    0.2,
                    distance(new float[] {2 * scale, 0}, new float[] {4 * scale, 3 * scale}),
                    1e-6,
                    "scale " + scale);
        }
    }

    @Test
    void cosineOfAVectorWithItselfIsNeverNegative() {
        for (int i = 1; i < 1_000; i++) {
            final float[] vector = {1f / i, i, 0.1f * i};
            final float distance = distance(vector, vector);
            assertEquals(0, distance, 1e-6);
            assertEquals(Math.abs(distance), distance);
        }
    }

    private static float distance(float[] query, float[] vector) {
        final RowMetric metric = new RowMetric(new VectorSpace(query.length, Metric.COSINE));
        final float[] page = new float[metric.stride()];
        metric.write(vector, page, 0);
        return metric.distance(metric.score(metric.query(query), page, 0));
    }
}
