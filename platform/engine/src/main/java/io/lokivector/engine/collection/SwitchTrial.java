package io.lokivector.engine.collection;

import io.lokivector.engine.index.IndexComparison;
import io.lokivector.engine.index.RecentQueries;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.IndexSwitchInfo.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in the background of one switch: the new index is filled, compared with the old one,
 * and takes over if it is good enough and may. Thread-safe.
 */
final class SwitchTrial {
    private static final System.Logger LOG = System.getLogger(SwitchTrial.class.getName());

    /** How many queries decide. */
    private static final int SAMPLES = 32;

    /** By how much a recall may seem to fall short, because it is only an estimate. */
    private static final double MARGIN = 0.01;

    /** How long who begins a switch waits for the new index. */
    private static final long BUILD_WAIT_SECONDS = 10;

    /** The fractional part of the golden ratio, whose multiples are spread evenly. */
    private static final double GOLDEN = 0.6180339887498949;

    private final CollectionStore store;
    private final VectorRecoding recoding;
    private final String field;
    private final int number;
    private final CountDownLatch closed;
    private final IndexComparison comparison = new IndexComparison();
    private final CountDownLatch built = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();

    private volatile String verdict = "both indexes are being compared";
    private volatile boolean isDecided;
    private volatile long offeredBefore;
    private long nextRecent;
    private int storedAsked;

    /**
     * A trial that has not begun.
     *
     * @param number of the new index
     * @param closed down when everything in the background is to end
     */
    SwitchTrial(
            CollectionStore store,
            VectorRecoding recoding,
            String field,
            int number,
            CountDownLatch closed) {
        this.store = store;
        this.recoding = recoding;
        this.field = field;
        this.number = number;
        this.closed = closed;
    }

    /** What it waits for, in words, while both are compared. */
    String verdict() {
        return verdict;
    }

    /** How the index of a number did; empty if it has not been asked yet. */
    Optional<Measured> measured(int ofIndex) {
        return comparison.measured(ofIndex);
    }

    /** Goes on in the background, unless that is going on. */
    void start() {
        final Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("lokivector-switch-" + field)
                        .priority(Thread.MIN_PRIORITY)
                        .unstarted(this::run);
        if (running.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    /** Goes on if it was not decided before, or if clients have searched since. */
    void startIfWorthIt() {
        final boolean isNew =
                store.vectors()
                        .field(field)
                        .map(both -> both.recent().offered() != offeredBefore)
                        .orElse(false);
        if (isNew || !isDecided) {
            start();
        }
    }

    /** Returns when the new index has been filled, or after some seconds. */
    void awaitBuilt() {
        try {
            if (!built.await(BUILD_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.INFO, "An index is built beside another");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when nothing goes on any more. */
    void awaitEnd() {
        final @Nullable Thread thread = running.get();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            recoding.fill(field);
            built.countDown();
            compareAndDecide();
        } catch (LokiVectorException e) {
            verdict = "it is tried again, for this failed: " + e.problem();
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "A switch of {0}.{1} waits: {2}",
                    store.name(),
                    field,
                    e.problem());
        } catch (RuntimeException e) {
            // The storage may be closed, or have failed, at any moment.
            verdict = "it is tried again, for this failed: " + e.getMessage();
            LOG.log(
                    closed.getCount() == 0
                            ? System.Logger.Level.DEBUG
                            : System.Logger.Level.WARNING,
                    "A switch of " + store.name() + "." + field + " waits",
                    e);
        } finally {
            built.countDown();
            running.set(null);
        }
    }

    private boolean isWanted() {
        return closed.getCount() > 0 && definition().isPresent();
    }

    /** The index as it is defined, as long as this switch is under way. */
    private Optional<IndexDefinition> definition() {
        return store.view()
                .definition()
                .index(field)
                .filter(index -> index.switching().isPresent() && index.numbers().contains(number));
    }

    private void compareAndDecide() {
        while (isWanted()) {
            final Optional<VectorField> both = store.vectors().field(field);
            final Optional<IndexDefinition> index = definition();
            if (both.isEmpty()
                    || index.isEmpty()
                    || !both.get().status(number).map(status -> status.isReady()).orElse(false)) {
                return;
            }
            final long begin = System.nanoTime();
            final boolean asked = round(both.get(), index.get());
            if (!asked || comparison.samples() >= SAMPLES) {
                decide(index.get());
                return;
            }
            rest(System.nanoTime() - begin);
        }
    }

    /** Leaves half of a core to others. */
    private void rest(long nanos) {
        try {
            if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "A comparison ends with the collection");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks both some queries; gives false if there was nothing to ask. */
    private boolean round(VectorField both, IndexDefinition index) {
        final long vectors = store.view().size();
        final int most = IndexComparison.queriesPerRound(vectors, Math.max(1, index.dimension()));
        offeredBefore = both.recent().offered();
        final List<IndexComparison.Query> queries = recent(both, index.dimension(), most);
        final int missing = Math.min(most, SAMPLES - comparison.samples()) - queries.size();
        final boolean isCutOver = index.switching().orElseThrow().isCutOver();
        if (missing > 0 && !isCutOver) {
            queries.addAll(stored(missing));
        }
        comparison.round(both, index.numbers(), queries, this::isWanted);
        return !queries.isEmpty();
    }

    private List<IndexComparison.Query> recent(VectorField both, int dimension, int most) {
        final List<IndexComparison.Query> queries = new ArrayList<>();
        Optional<RecentQueries.Sampled> next = both.recent().from(nextRecent);
        while (next.isPresent() && queries.size() < most) {
            nextRecent = next.get().number() + 1;
            if (next.get().query().vector().length == dimension) {
                queries.add(IndexComparison.Query.live(next.get().query()));
            }
            next = both.recent().from(nextRecent);
        }
        return queries;
    }

    /** Vectors of documents from everywhere, for want of queries of clients. */
    private List<IndexComparison.Query> stored(int wanted) {
        final CollectionView view = store.view();
        final List<IndexComparison.Query> queries = new ArrayList<>();
        final long slots = view.nextId() / view.shards().size() + 1;
        for (int tries = 0; tries < 4 * wanted && queries.size() < wanted; tries++) {
            storedAsked++;
            final double fraction = storedAsked * GOLDEN % 1;
            final int shard = storedAsked % view.shards().size();
            final int found = view.nextSlot(shard, (int) (fraction * slots));
            final int slot = found >= 0 ? found : view.nextSlot(shard, 0);
            final float @Nullable [] vector =
                    slot < 0
                            ? null
                            : store.document(view, view.layout().idOf(shard, slot))
                                    .orElseThrow()
                                    .vector(field);
            if (vector != null) {
                queries.add(IndexComparison.Query.stored(vector, shard, slot));
            }
        }
        return queries;
    }

    private void decide(IndexDefinition index) {
        final SwitchDefinition beside = index.switching().orElseThrow();
        if (beside.isCutOver()) {
            isDecided = true;
            return;
        }
        final double of = measured(number).map(Measured::recallAt10).orElse(1.0);
        final double before = measured(index.number()).map(Measured::recallAt10).orElse(1.0);
        final double bar = Math.min(beside.minRecall(), before);
        final boolean isGood = of >= bar - MARGIN;
        verdict =
                String.format(
                        Locale.ROOT,
                        isGood
                                ? "the new index is good enough: its recall is %.3f, wanted is %.3f"
                                : "the recall of the new index is %.3f, wanted is %.3f; cut over"
                                        + " all the same, or roll back and try other options",
                        of,
                        bar);
        if (isGood && beside.automatic()) {
            store.switching().cutOver(field, number);
        }
        isDecided = true;
    }
}
