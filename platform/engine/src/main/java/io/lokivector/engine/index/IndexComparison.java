package io.lokivector.engine.index;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.request.IndexSwitchInfo.Measured;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares two indexes of one vector field: both are asked the same queries, and what they find is
 * held against the exact answer.
 *
 * <p>The exact answers of all queries of a round are computed in one pass over the stored vectors,
 * so a round costs (queries x vectors x dimension) multiplications. Documents that change meanwhile
 * may count as missed, for both indexes alike. For one thread; {@link #measured} is for all.
 */
public final class IndexComparison {
    /** How many neighbours are looked for. */
    static final int K = 10;

    private static final long MULTIPLICATIONS_PER_ROUND = 8_000_000_000L;
    private static final int QUERIES_MIN = 4;
    private static final int QUERIES_MAX = 32;

    /** How many times the medians are of at most. */
    private static final int TIMES_MAX = 256;

    /** How many vectors are compared before it is asked whether to go on. */
    private static final int CHECK_EVERY = 4096;

    private final Map<Integer, Tally> tallies = new ConcurrentHashMap<>();
    private int samples;
    private int liveSamples;

    /**
     * A query of both.
     *
     * @param effort as in {@link VectorIndex.Search}
     * @param isLive whether a client asked it; otherwise it is the vector of a document
     * @param shard of that document, which is not to be found
     * @param slot of that document; -1 if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Query(float[] vector, int effort, boolean isLive, int shard, int slot) {
        /** One that a client asked. */
        public static Query live(RecentQueries.RecentQuery asked) {
            return new Query(asked.vector(), asked.effort(), true, -1, -1);
        }

        /** The vector of a document. */
        public static Query stored(float[] vector, int shard, int slot) {
            return new Query(vector, 0, false, shard, slot);
        }

        private boolean isSelf(int shardOfFound, int slotOfFound) {
            return slot == slotOfFound && shard == shardOfFound;
        }
    }

    /** What an index has done so far. */
    private static final class Tally {
        private final double[] micros = new double[TIMES_MAX];
        private double recallSum;
        private int count;

        void add(double recall, double searchMicros) {
            micros[count % TIMES_MAX] = searchMicros;
            recallSum += recall;
            count++;
        }

        double median() {
            final double[] sorted = Arrays.copyOf(micros, Math.min(count, TIMES_MAX));
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    /** How many queries a round may have, so that it does not cost too much. */
    public static int queriesPerRound(long vectors, int dimension) {
        final long each = Math.max(1, vectors * dimension);
        return (int) Math.clamp(MULTIPLICATIONS_PER_ROUND / each, QUERIES_MIN, (long) QUERIES_MAX);
    }

    /** How many queries were asked so far. */
    public synchronized int samples() {
        return samples;
    }

    /**
     * Asks indexes queries, and adds up how they did.
     *
     * @param numbers of the indexes; those that cannot answer are left out
     * @param isWanted asked now and then whether to go on
     * @throws LokiVectorException {@code UNAVAILABLE} if it is not wanted any more
     */
    public void round(
            VectorField field,
            List<Integer> numbers,
            List<Query> queries,
            BooleanSupplier isWanted) {
        final List<FieldIndex> compared =
                numbers.stream()
                        .flatMap(number -> field.index(number).stream())
                        .filter(index -> index.status().isReady())
                        .toList();
        if (compared.isEmpty() || queries.isEmpty()) {
            return;
        }
        final List<Nearest> exact = exact(field, compared.getFirst().shards(), queries, isWanted);
        for (int i = 0; i < queries.size(); i++) {
            if (!isWanted.getAsBoolean()) {
                throw notWanted();
            }
            ask(field.metric(), compared, queries.get(i), exact.get(i), i);
        }
    }

    private void ask(
            Metric metric, List<FieldIndex> compared, Query query, Nearest exact, int turn) {
        final double[] recalls = new double[compared.size()];
        final double[] micros = new double[compared.size()];
        for (int i = 0; i < compared.size(); i++) {
            // Taking turns, so that none always finds the caches warmed by the other.
            final int which = (turn + i) % compared.size();
            final FieldIndex index = compared.get(which);
            final OptionalDouble first = timed(index, query);
            final OptionalDouble second = timed(index, query);
            if (first.isEmpty() || second.isEmpty()) {
                return;
            }
            micros[which] = Math.min(first.getAsDouble(), second.getAsDouble());
            recalls[which] = recall(metric, index, query, exact);
        }
        synchronized (this) {
            for (int i = 0; i < compared.size(); i++) {
                tallies.computeIfAbsent(compared.get(i).number(), _ -> new Tally())
                        .add(recalls[i], micros[i]);
            }
            samples++;
            liveSamples += query.isLive ? 1 : 0;
        }
    }

    private static VectorIndex.Search search(Query query) {
        return new VectorIndex.Search(
                query.slot < 0 ? K : K + 1, query.effort, OrdinalFilter.all());
    }

    /** The microseconds of a search; empty if the index cannot answer. */
    private static OptionalDouble timed(FieldIndex index, Query query) {
        final long begin = System.nanoTime();
        for (int shard = 0; shard < index.shards(); shard++) {
            if (index.shard(shard).search(query.vector, search(query)).isEmpty()) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.of((System.nanoTime() - begin) / 1e3);
    }

    private static double recall(Metric metric, FieldIndex index, Query query, Nearest exact) {
        final Nearest found = new Nearest();
        for (int shard = 0; shard < index.shards(); shard++) {
            final ShardVectorIndex part = index.shard(shard);
            final Neighbors neighbors =
                    part.search(query.vector, search(query)).orElse(Neighbors.none());
            for (int rank = 0; rank < neighbors.size(); rank++) {
                final int slot = neighbors.ordinal(rank);
                final float @Nullable [] vector = part.current(slot);
                if (vector != null && !query.isSelf(shard, slot)) {
                    found.add(Distances.between(metric, query.vector, vector));
                }
            }
        }
        return exact.count == 0
                ? 1
                : Math.min(1, found.countUpTo(exact.farthest()) / (double) exact.count);
    }

    private static List<Nearest> exact(
            VectorField field, int shards, List<Query> queries, BooleanSupplier isWanted) {
        final Metric metric = field.metric();
        final List<Nearest> nearest = queries.stream().map(_ -> new Nearest()).toList();
        for (int shard = 0; shard < shards; shard++) {
            final ShardVectorIndex part = field.shard(shard);
            final int ofShard = shard;
            final int[] seen = {0};
            part.column()
                    .forEach((id, vector) -> {
                        if (++seen[0] % CHECK_EVERY == 0 && !isWanted.getAsBoolean()) {
                            throw notWanted();
                        }
                        for (int i = 0; i < queries.size(); i++) {
                            final Query query = queries.get(i);
                            if (query.vector.length == vector.length
                                    && !query.isSelf(ofShard, part.slotOf(id))) {
                                nearest.get(i).add(Distances.between(metric, query.vector, vector));
                            }
                        }
                    });
        }
        return nearest;
    }

    private static LokiVectorException notWanted() {
        return new LokiVectorException(ErrorCode.UNAVAILABLE, "the comparison is no longer wanted");
    }

    /** How the index of a number did; empty if it has not been asked yet. */
    public synchronized Optional<Measured> measured(int number) {
        final @Nullable Tally tally = tallies.get(number);
        return tally == null
                ? Optional.empty()
                : Optional.of(
                        new Measured(
                                tally.recallSum / tally.count,
                                tally.median(),
                                tally.count,
                                Math.min(tally.count, liveSamples)));
    }

    /** The least distances of many. */
    private static final class Nearest {
        private final double[] distances = new double[K];
        private int count;

        void add(double distance) {
            if (count == K && distance >= distances[K - 1]) {
                return;
            }
            int place = count < K ? count++ : K - 1;
            while (place > 0 && distances[place - 1] > distance) {
                distances[place] = distances[place - 1];
                place--;
            }
            distances[place] = distance;
        }

        double farthest() {
            return distances[count - 1];
        }

        int countUpTo(double distance) {
            int within = 0;
            while (within < count && distances[within] <= distance) {
                within++;
            }
            return within;
        }
    }
}
