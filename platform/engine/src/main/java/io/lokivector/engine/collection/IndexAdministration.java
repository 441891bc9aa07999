package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.index.VectorField;
import io.lokivector.engine.index.VectorFieldOptions;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.IndexInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes and drops the indexes of one collection. Thread-safe. */
public final class IndexAdministration {
    private static final System.Logger LOG = System.getLogger(IndexAdministration.class.getName());

    /** How long the maker of an index waits for it; afterwards it is built in the background. */
    private static final long BUILD_WAIT_SECONDS = 10;

    private final CollectionStore store;
    private final CommitQueue queue;
    private final CollectionStore.World world;
    private final VectorRecoding recoding;
    private final ValueIndexBuilds builds;
    private final ValueStatistics statistics;

    IndexAdministration(
            CollectionStore store,
            CommitQueue queue,
            FieldNames names,
            CollectionStore.World world,
            VectorRecoding recoding) {
        this.store = store;
        this.queue = queue;
        this.world = world;
        this.recoding = recoding;
        this.builds = new ValueIndexBuilds(queue, names);
        this.statistics = new ValueStatistics(names);
    }

    /**
     * Makes an index. One that is there already, of the same type, is kept as it is.
     *
     * @param type empty for the default vector index type
     */
    public IndexInfo create(
            List<String> fields, Optional<String> type, Map<String, @Nullable Object> options) {
        final IndexDefinition wanted = checked(fields, type, options, world);
        final String field = wanted.field();
        final Optional<IndexDefinition> present = store.view().definition().index(field);
        if (present.isPresent()) {
            checkSameType(present.get(), wanted);
        } else if (wanted.isVector()) {
            createVector(wanted);
        } else {
            builds.create(wanted, BUILD_WAIT_SECONDS);
        }
        return info(field);
    }

    /** An index as clients see it, by its name, which is that of its field. */
    public IndexInfo info(String field) {
        return list(store.view()).stream()
                .filter(index -> index.field().equals(field))
                .findFirst()
                .orElseThrow(() -> missing(field));
    }

    /** The definition of an index that is asked for, still without a number. */
    static IndexDefinition checked(
            List<String> fields,
            Optional<String> type,
            Map<String, @Nullable Object> options,
            CollectionStore.World world) {
        IndexFields.check(fields);
        final IndexDefinition wanted =
                new IndexDefinition(
                        0, fields, type.orElse(world.config().defaultVectorIndex()), options, 0);
        if (!wanted.isVector()) {
            if (!options.isEmpty()) {
                throw new LokiVectorException(
                        ErrorCode.BAD_REQUEST,
                        "an index of type '" + wanted.type() + "' has no options");
            }
            return wanted;
        }
        final String field = wanted.field();
        if (fields.size() > 1) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "an index of type '" + wanted.type() + "' has one field, not " + fields);
        }
        if (field.indexOf('.') >= 0 || field.equals("meta") || field.startsWith("$")) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "a vector index needs a field at the top of the documents, not '"
                            + field
                            + "'; give it a field of its own");
        }
        final VectorFieldOptions.Split split = VectorFieldOptions.split(options);
        world.types().check(wanted.type(), split);
        split.common().model().ifPresent(world.models()::check);
        return wanted.withDimension(split.common().dimensions().orElse(0));
    }

    static void checkSameType(IndexDefinition present, IndexDefinition wanted) {
        // The original, too, keeps the first index and its options.
        if (!present.type().equals(wanted.type())) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "field '"
                            + present.field()
                            + "' has an index of type '"
                            + present.type()
                            + "' already; drop it first");
        }
    }

    static boolean isThere(CollectionView tip, IndexDefinition wanted) {
        final Optional<IndexDefinition> present = tip.definition().index(wanted.field());
        present.ifPresent(index -> checkSameType(index, wanted));
        return present.isPresent();
    }

    private void createVector(IndexDefinition wanted) {
        if (!defineVector(wanted)) {
            return;
        }
        final CountDownLatch built = new CountDownLatch(1);
        Thread.ofVirtual()
                .name("lokivector-build-" + wanted.field())
                .start(() -> {
                    try {
                        recoding.fill(wanted.field());
                    } finally {
                        built.countDown();
                    }
                });
        await(built);
    }

    /** Whether the index is new. */
    private boolean defineVector(IndexDefinition wanted) {
        final AtomicReference<@Nullable VectorField> added = new AtomicReference<>();
        boolean isDone = false;
        try {
            final boolean isNew =
                    queue.write((tip, transaction) -> {
                        if (isThere(tip, wanted)) {
                            return false;
                        }
                        final IndexDefinition numbered =
                                wanted.withNumber(tip.definition().nextIndexNumber())
                                        .withDimension(dimensionOfAll(tip, wanted))
                                        .withRecoded(tip.size() == 0);
                        final CollectionDefinition changed = tip.definition().with(numbered);
                        transaction.define(changed);
                        // Before the next writer can have a vector for it.
                        added.set(store.addVectorIndex(changed, numbered));
                        return true;
                    });
            isDone = true;
            return isNew;
        } finally {
            final @Nullable VectorField undone = isDone ? null : added.get();
            if (undone != null) {
                store.vectors().discard(undone);
            }
        }
    }

    private static void await(CountDownLatch built) {
        try {
            if (!built.await(BUILD_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.INFO, "An index is built in the background");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Checks all vectors that are there already, and gives their length. */
    private int dimensionOfAll(CollectionView tip, IndexDefinition wanted) {
        int dimension = wanted.dimension();
        for (int shard = 0; shard < tip.shards().size(); shard++) {
            for (int slot = tip.nextSlot(shard, 0);
                    slot >= 0;
                    slot = tip.nextSlot(shard, slot + 1)) {
                final DocumentMap document = map(tip, shard, slot);
                final @Nullable Object value = document.get(wanted.field());
                if (value == null) {
                    continue;
                }
                final float[] vector =
                        DocumentEncoder.vector(value, wanted.field(), "document " + document.id());
                if (dimension == 0) {
                    dimension = vector.length;
                }
                if (dimension != vector.length) {
                    throw new LokiVectorException(
                            ErrorCode.BAD_REQUEST,
                            "document "
                                    + document.id()
                                    + " has a vector of "
                                    + vector.length
                                    + " dimensions in field '"
                                    + wanted.field()
                                    + "', not of "
                                    + dimension,
                            Map.of("document", document.id(), "field", wanted.field()));
                }
            }
        }
        return dimension;
    }

    private DocumentMap map(CollectionView view, int shard, int slot) {
        final @Nullable StoredDocument stored = view.document(shard, slot);
        if (stored == null) {
            throw new IllegalStateException("slot " + slot + " has no document");
        }
        return store.map(view, view.layout().idOf(shard, slot), stored);
    }

    /** Drops the index of a name, which is that of its field; also one that is being made. */
    public void drop(String field) {
        if (builds.cancel(field)) {
            return;
        }
        final IndexDefinition dropped =
                queue.write((tip, transaction) -> {
                    final IndexDefinition index =
                            tip.definition().index(field).orElseThrow(() -> missing(field));
                    transaction.define(tip.definition().without(field));
                    transaction.dropValueIndex(field);
                    return index;
                });
        if (dropped.isVector()) {
            store.switching().forget(dropped);
            store.vectors().drop(field, dropped.numbers());
        }
    }

    private LokiVectorException missing(String field) {
        return new LokiVectorException(
                ErrorCode.NOT_FOUND,
                "collection '" + store.name() + "' has no index of field '" + field + "'",
                Map.of("field", field));
    }

    /** The indexes as clients see them. */
    List<IndexInfo> list(CollectionView view) {
        final List<IndexInfo> infos = new ArrayList<>();
        view.definition().indexes().forEach(index -> infos.add(info(view, index)));
        for (final IndexInfo underWay : builds.infos()) {
            if (view.definition().index(underWay.field()).isEmpty()) {
                infos.add(underWay);
            }
        }
        return infos;
    }

    private IndexInfo info(CollectionView view, IndexDefinition index) {
        if (index.isVector()) {
            final Optional<IndexInfo> info =
                    store.vectors().info(index.field(), shownOptions(index));
            if (info.isPresent()) {
                return store.switching().info(index).map(info.get()::with).orElse(info.get());
            }
        }
        return statistics.info(view, index);
    }

    private static Map<String, @Nullable Object> shownOptions(IndexDefinition index) {
        final Map<String, @Nullable Object> shown = new LinkedHashMap<>(index.options());
        if (index.dimension() > 0) {
            shown.put("dimensions", index.dimension());
        }
        return shown;
    }
}
