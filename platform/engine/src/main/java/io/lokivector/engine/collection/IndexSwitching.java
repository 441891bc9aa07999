package io.lokivector.engine.collection;

import io.lokivector.engine.index.IndexStatus;
import io.lokivector.engine.index.VectorField;
import io.lokivector.engine.index.VectorFieldOptions;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.IndexSwitchRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Switches the vector indexes of one collection to other types or parameters while they are in use.
 *
 * <p>The new index is built beside the old one, which goes on answering; all changes go to both.
 * Then both are compared on queries that clients asked of late, and the new one takes over, by
 * itself or when it is told to. The old one is kept for a while, so that one can go back. Every
 * step is one write of the catalogue: after a crash a switch stands before or after it.
 * Thread-safe.
 */
public final class IndexSwitching {
    private static final System.Logger LOG = System.getLogger(IndexSwitching.class.getName());

    private final CollectionStore store;
    private final CommitQueue queue;
    private final CollectionStore.World world;
    private final VectorRecoding recoding;

    /** By the number of the new index. */
    private final Map<Integer, SwitchTrial> trials = new ConcurrentHashMap<>();

    private final CountDownLatch closed = new CountDownLatch(1);

    IndexSwitching(
            CollectionStore store,
            CommitQueue queue,
            CollectionStore.World world,
            VectorRecoding recoding) {
        this.store = store;
        this.queue = queue;
        this.world = world;
        this.recoding = recoding;
    }

    /** Carries out a request, and gives the index as it is then. */
    public IndexInfo execute(IndexSwitchRequest request) {
        final String field = request.field();
        switch (request) {
            case final IndexSwitchRequest.StartIndexSwitch start -> start(field, start.options());
            case IndexSwitchRequest.CutOverIndexSwitch _ -> cutOver(field);
            case IndexSwitchRequest.RollBackIndexSwitch _ -> rollBack(field);
            case IndexSwitchRequest.CommitIndexSwitch _ -> commit(field);
        }
        return store.indexes().info(field);
    }

    private void start(String field, IndexSwitchOptions wanted) {
        final IndexDefinition present = require(field);
        final String type = wanted.type().orElse(present.type());
        if (!new IndexDefinition(0, field, type, Map.of(), 0).isVector()) {
            throw bad("a vector index is switched to another vector index, not to '" + type + "'");
        }
        final SwitchDefinition begun =
                SwitchDefinition.to(
                        type,
                        VectorFieldOptions.inPlaceOf(
                                present.options(), wanted.options(), present.dimension()),
                        wanted);
        world.types().check(type, VectorFieldOptions.split(begun.options()));
        final SwitchTrial trial = trial(field, define(present, begun));
        trial.start();
        trial.awaitBuilt();
    }

    /** Writes the beginning of a switch, and gives the number of the new index. */
    private int define(IndexDefinition present, SwitchDefinition begun) {
        final AtomicReference<Runnable> undo = new AtomicReference<>(() -> {});
        boolean isDone = false;
        try {
            final int number =
                    queue.write((tip, transaction) -> {
                        final CollectionDefinition changed = begin(tip, present, begun);
                        transaction.define(changed);
                        // Before the next writer can have a vector for it.
                        final IndexDefinition switched = require(changed, present.field());
                        undo.set(putBeside(changed, switched));
                        return underWay(switched).number();
                    });
            isDone = true;
            return number;
        } finally {
            if (!isDone) {
                undo.get().run();
            }
        }
    }

    private CollectionDefinition begin(
            CollectionView tip, IndexDefinition present, SwitchDefinition begun) {
        final IndexDefinition index = require(tip.definition(), present.field());
        if (index.switching().isPresent()) {
            throw conflict(
                    index.field(), "is being switched already; commit that or roll it back first");
        }
        if (index.number() != present.number()) {
            throw conflict(index.field(), "was made anew meanwhile; try again");
        }
        return tip.definition().with(index.field(), begun);
    }

    /** Has the new index beside the old one, and gives what takes that back. */
    private Runnable putBeside(CollectionDefinition definition, IndexDefinition index) {
        final Optional<VectorField> both = store.vectors().field(index.field());
        both.ifPresent(field -> store.addBeside(field, definition, index, underWay(index)));
        return () -> both.ifPresent(field -> field.discardBeside(underWay(index).number()));
    }

    private SwitchTrial trial(String field, int number) {
        return trials.computeIfAbsent(
                number, _ -> new SwitchTrial(store, recoding, field, number, closed));
    }

    private IndexDefinition require(String field) {
        return require(store.view().definition(), field);
    }

    /** The index of a field, which must be a vector index. */
    private static IndexDefinition require(CollectionDefinition definition, String field) {
        final IndexDefinition index =
                definition
                        .index(field)
                        .orElseThrow(() ->
                                new LokiVectorException(
                                        ErrorCode.NOT_FOUND,
                                        "collection '"
                                                + definition.name()
                                                + "' has no index of field '"
                                                + field
                                                + "'",
                                        Map.of("field", field)));
        if (!index.isVector()) {
            throw bad(
                    "the index of field '"
                            + field
                            + "' is of type '"
                            + index.type()
                            + "'; only vector indexes are switched, others are dropped and made"
                            + " anew");
        }
        return index;
    }

    private static SwitchDefinition underWay(IndexDefinition index) {
        return index.switching()
                .orElseThrow(() ->
                        new LokiVectorException(
                                ErrorCode.NOT_FOUND,
                                "the index of field '" + index.field() + "' is not being switched",
                                Map.of("field", index.field())));
    }

    private static LokiVectorException conflict(String field, String what) {
        return new LokiVectorException(
                ErrorCode.CONFLICT,
                "the index of field '" + field + "' " + what,
                Map.of("field", field));
    }

    private static LokiVectorException bad(String message) {
        return new LokiVectorException(ErrorCode.BAD_REQUEST, message);
    }

    /** An index before and after a step of its switch. */
    private record Step(IndexDefinition before, IndexDefinition after) {}

    /** Changes the definition of an index that is being switched; durable when it returns. */
    private Step change(String field, UnaryOperator<IndexDefinition> step) {
        return queue.write((tip, transaction) -> {
            final IndexDefinition before = require(tip.definition(), field);
            final IndexDefinition after = step.apply(before);
            transaction.define(tip.definition().withIndex(field, _ -> after));
            return new Step(before, after);
        });
    }

    private void cutOver(String field) {
        final SwitchDefinition beside = underWay(require(field));
        if (!beside.isCutOver()) {
            final IndexStatus status =
                    store.vectors()
                            .field(field)
                            .flatMap(both -> both.status(beside.number()))
                            .orElseThrow(() -> conflict(field, "is being dropped"));
            if (!status.isReady()) {
                throw conflict(
                        field, "cannot be cut over yet, for the new one: " + status.reason());
            }
        }
        cutOver(field, beside.number());
    }

    /** Lets the index of a number answer, if it is still the new one. */
    void cutOver(String field, int number) {
        final IndexDefinition changed =
                change(field, index -> cutOver(index, number, world.clock().millis())).after;
        store.vectors().field(field).ifPresent(both -> both.serveWith(changed.number()));
        LOG.log(
                System.Logger.Level.INFO,
                "{0}.{1} is searched with an index of type {2} from now on",
                store.name(),
                field,
                changed.type());
        if (underWay(changed).keepOldMs() == 0) {
            commit(field);
        }
    }

    private static IndexDefinition cutOver(IndexDefinition index, int number, long nowMs) {
        final SwitchDefinition beside = underWay(index);
        if (beside.isCutOver()) {
            throw conflict(index.field(), "has been cut over already");
        }
        if (beside.number() != number) {
            throw conflict(index.field(), "is being switched to another one by now");
        }
        return index.inPlaceOf(beside).withSwitch(Optional.of(beside.cutOver(index, nowMs)));
    }

    private void rollBack(String field) {
        end(
                change(
                        field,
                        index -> {
                            final SwitchDefinition beside = underWay(index);
                            return (beside.isCutOver() ? index.inPlaceOf(beside) : index)
                                    .withSwitch(Optional.empty());
                        }));
    }

    private void commit(String field) {
        end(
                change(
                        field,
                        index -> {
                            if (!underWay(index).isCutOver()) {
                                throw conflict(
                                        field,
                                        "is still answered by the old one; cut over first, or roll back");
                            }
                            return index.withSwitch(Optional.empty());
                        }));
    }

    /** Lets go of the index that the end of a switch has left over. */
    private void end(Step step) {
        forget(step.before);
        for (final int number : step.before.numbers()) {
            if (number != step.after.number()) {
                store.vectors().keepOnly(step.after.field(), step.after.number(), number);
            }
        }
    }

    /** Forgets the switch of an index, which has ended. */
    void forget(IndexDefinition index) {
        index.numbers().forEach(trials::remove);
    }

    /** Goes on with the switches that are under way, now that the collection was read. */
    void resume() {
        for (final IndexDefinition index : store.view().definition().vectorIndexes()) {
            index.switching().ifPresent(beside -> trial(index, beside).start());
        }
    }

    private SwitchTrial trial(IndexDefinition index, SwitchDefinition beside) {
        return trial(index.field(), beside.isCutOver() ? index.number() : beside.number());
    }

    /** Goes on comparing where there is something new, and drops what was kept long enough. */
    void maintain() {
        for (final IndexDefinition index : store.view().definition().vectorIndexes()) {
            final @Nullable SwitchDefinition beside = index.switching().orElse(null);
            if (beside == null) {
                continue;
            }
            if (beside.isCutOver() && world.clock().millis() >= beside.keptUntilMs()) {
                commitInTime(index.field());
            } else {
                trial(index, beside).startIfWorthIt();
            }
        }
    }

    private void commitInTime(String field) {
        try {
            commit(field);
        } catch (LokiVectorException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The old index of {0}.{1} is kept somewhat longer: {2}",
                    store.name(),
                    field,
                    e.problem());
        }
    }

    /** Asks all that goes on in the background to end. */
    void close() {
        closed.countDown();
    }

    /** Returns when all that went on in the background has ended. */
    void awaitEnd() {
        trials.values().forEach(SwitchTrial::awaitEnd);
    }

    /** The switch of an index as clients see it. */
    Optional<IndexSwitchInfo> info(IndexDefinition index) {
        final Optional<VectorField> both = store.vectors().field(index.field());
        return index.switching().isEmpty() || both.isEmpty()
                ? Optional.empty()
                : info(index, index.switching().get(), both.get());
    }

    private Optional<IndexSwitchInfo> info(
            IndexDefinition serving, SwitchDefinition beside, VectorField both) {
        final SwitchTrial trial = trial(serving, beside);
        final IndexDefinition other = serving.inPlaceOf(beside);
        final List<IndexDefinition> inOrder =
                beside.isCutOver() ? List.of(other, serving) : List.of(serving, other);
        final Optional<IndexStatus> before = both.status(inOrder.get(0).number());
        final Optional<IndexStatus> after = both.status(inOrder.get(1).number());
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        final IndexSwitchInfo.Phase phase =
                beside.isCutOver()
                        ? IndexSwitchInfo.Phase.CUT_OVER
                        : after.get().isReady()
                                ? IndexSwitchInfo.Phase.COMPARING
                                : IndexSwitchInfo.Phase.BUILDING;
        return Optional.of(
                new IndexSwitchInfo(
                        phase,
                        contender(inOrder.get(0), before.get(), trial),
                        contender(inOrder.get(1), after.get(), trial),
                        beside.minRecall(),
                        beside.automatic(),
                        verdict(phase, after.get(), trial),
                        before.get().memoryBytes() + after.get().memoryBytes(),
                        beside.isCutOver()
                                ? Optional.of(Instant.ofEpochMilli(beside.keptUntilMs()))
                                : Optional.empty()));
    }

    private static IndexSwitchInfo.Contender contender(
            IndexDefinition definition, IndexStatus status, SwitchTrial trial) {
        return new IndexSwitchInfo.Contender(
                definition.type(),
                definition.options(),
                status.state(),
                status.reason(),
                status.progress(),
                status.size(),
                status.memoryBytes(),
                trial.measured(definition.number()));
    }

    private static String verdict(
            IndexSwitchInfo.Phase phase, IndexStatus after, SwitchTrial trial) {
        return switch (phase) {
            case BUILDING ->
                    after.state() == IndexInfo.State.UNAVAILABLE
                            ? "the new index cannot answer: "
                                    + after.reason()
                                    + "; the old one goes on until that is mended, or roll back"
                            : "the new index is being built";
            case COMPARING -> trial.verdict();
            case CUT_OVER ->
                    "the new index answers; commit, or roll back while the old one is kept";
        };
    }
}
