package io.lokivector.vectors;

/**
 * Compares a query with rows, four at a time, and keeps the nearest. One thread; reused, so that a
 * search allocates nothing for it.
 */
public final class RowBatch {
    private final RowMetric metric;
    private final float[][] pages = new float[4][];
    private final int[] offsets = new int[4];
    private final int[] numbers = new int[4];
    private final float[] scores = new float[4];
    private float[] query = new float[0];
    private int count;

    /** For the rows of one space. */
    public RowBatch(RowMetric metric) {
        this.metric = metric;
    }

    /** Begins with a {@linkplain RowMetric#query prepared} query. */
    public void begin(float[] prepared) {
        query = prepared;
        count = 0;
    }

    /** Adds a row under a number (an ordinal or a slot); its key reaches {@code nearest}. */
    public void add(int number, FloatRows rows, int slot, NearestKeys nearest) {
        numbers[count] = number;
        pages[count] = rows.page(slot);
        offsets[count] = rows.offset(slot);
        if (++count == 4) {
            metric.scoreFour(query, pages, offsets, scores);
            for (int i = 0; i < 4; i++) {
                nearest.offer(Keys.of(scores[i], numbers[i]));
            }
            count = 0;
        }
    }

    /** Compares with the rows that are still waiting for a fourth. */
    public void finish(NearestKeys nearest) {
        for (int i = 0; i < count; i++) {
            nearest.offer(Keys.of(metric.score(query, pages[i], offsets[i]), numbers[i]));
        }
        count = 0;
    }
}
