package io.lokivector.benchmarks.scale;

import io.lokivector.benchmarks.GlossData;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The vectors of real glosses, in a random order, and when more are asked for than there are, made
 * ones between them.
 *
 * <p>A made vector is {@code a + t(b - a) + s(c - d)}, brought back to length 1: a is a random
 * gloss and b one of its {@value #NEAR} nearest, t even between 0.3 and 0.7; c is another random
 * gloss and d one of its nearest, so that what is added has the size and the directions that
 * differences of near glosses have.
 *
 * <p>Whether a set grown so is alike is measured: {@link ExactTruth} gives the distance of the
 * tenth neighbour and the local intrinsic dimension around the queries, which are real glosses that
 * no vector is made from. 20,000 vectors grown from 2,500 glosses have them at 1.020 and 24, a
 * little harder than 20,000 real ones with 1.016 and 22.
 */
final class GlossVectors implements VectorSource {
    private static final int NEAR = 16;

    /** s. */
    private static final double SHIFT = 0.3;

    private static final int EFFORT = 64;

    private final GlossData data;
    private final int[] order;
    private final int[][] near;
    private final long seed;

    private GlossVectors(GlossData data, int[] order, int[][] near, long seed) {
        this.data = data;
        this.order = order;
        this.near = near;
        this.seed = seed;
    }

    static GlossVectors of(GlossData data, int count, int realMax, long seed) throws IOException {
        final int[] order = shuffled(data.size(), Math.min(realMax, data.size()), seed);
        final GlossVectors real = new GlossVectors(data, order, new int[0][], seed);
        return count <= order.length ? real : new GlossVectors(data, order, real.nearest(), seed);
    }

    private static int[] shuffled(int size, int length, long seed) {
        final int[] order = IntStream.range(0, size).toArray();
        final Random random = new Random(seed);
        for (int i = 0; i < length; i++) {
            final int other = i + random.nextInt(size - i);
            final int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
        return IntStream.of(order).limit(length).toArray();
    }

    /** For each real vector the numbers of its nearest, nearly all of them right. */
    private int[][] nearest() throws IOException {
        System.out.printf("looking for the neighbours of %d real vectors ...%n", order.length);
        try (MeasuredIndex index = MeasuredIndex.make("hnsw", Map.of(), dimension())) {
            final VectorIndex graph = index.index();
            IntStream.range(0, order.length).parallel().forEach(i -> graph.put(i, real(i)));
            final int[][] nearest = new int[order.length][];
            IntStream.range(0, order.length).parallel().forEach(i -> nearest[i] = others(graph, i));
            return nearest;
        }
    }

    private int[] others(VectorIndex graph, int number) {
        final Search search = new Search(NEAR + 1, EFFORT, OrdinalFilter.all());
        final Neighbors found = graph.search(real(number), search);
        return IntStream.range(0, found.size())
                .map(found::ordinal)
                .filter(other -> other != number)
                .limit(NEAR)
                .toArray();
    }

    private float[] real(int number) {
        return VectorSource.normalized(data.vector(order[number]));
    }

    @Override
    public int dimension() {
        return data.dimension();
    }

    @Override
    public float[] vector(int number) {
        if (number < order.length) {
            return real(number);
        }
        final SplittableRandom random =
                new SplittableRandom(seed * 31 + number * 0x9E37_79B9_7F4A_7C15L);
        final int a = random.nextInt(order.length);
        final int c = random.nextInt(order.length);
        final float[] from = real(a);
        final float[] to = real(near[a][random.nextInt(near[a].length)]);
        final float[] apart = real(c);
        final float[] apartFrom = real(near[c][random.nextInt(near[c].length)]);
        final double t = 0.3 + 0.4 * random.nextDouble();
        for (int i = 0; i < from.length; i++) {
            from[i] += (float) (t * (to[i] - from[i]) + SHIFT * (apart[i] - apartFrom[i]));
        }
        return VectorSource.normalized(from);
    }

    @Override
    public int queryCount() {
        return data.queryCount();
    }

    @Override
    public float[] query(int number) {
        return VectorSource.normalized(data.query(number));
    }

    @Override
    public String description() {
        return order.length
                + " vectors of real glosses in random order"
                + (near.length == 0
                        ? ""
                        : "; beyond them made ones: a gloss, 0.3 to 0.7 of the way to one of its "
                                + NEAR
                                + " nearest, shifted by "
                                + SHIFT
                                + " of the difference of two other near glosses")
                + "; queries are other real glosses";
    }
}
