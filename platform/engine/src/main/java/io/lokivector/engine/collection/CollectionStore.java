package io.lokivector.engine.collection;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.document.DocumentLimits;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.feed.ChangeFeed;
import io.lokivector.engine.index.CollectionVectors;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.IndexTypes;
import io.lokivector.engine.index.ShardHistory;
import io.lokivector.engine.index.VectorField;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.StoredMatcher;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.WriteBatch;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One open collection: its state, and the parts that read and change it. Thread-safe. */
public final class CollectionStore {
    private static final System.Logger LOG = System.getLogger(CollectionStore.class.getName());

    /** How many log records are tidied away at once. */
    private static final int TRIM_BATCH = 1_000;

    private final World world;
    private final FieldNames names;
    private final Spaces spaces;
    private final DocumentMaps maps;
    private final DocumentFinder finder;
    private final CollectionVectors vectors;
    private final CommitQueue queue;
    private final DocumentWriter writer;
    private final IndexAdministration indexes;
    private final VectorRecoding recoding;
    private final IndexSwitching switching;
    private final Expiry expiry;
    private final long savedNextId;
    private final Map<Class<? extends Companion>, Companion> companions = new ConcurrentHashMap<>();

    /** What maintenance, of which there is one at a time, saw last. */
    private volatile long maintainedSequence;

    /**
     * What all collections of an engine share.
     *
     * @param files the folder of all checkpoints
     */
    public record World(
            StorageEngine storage,
            DataFiles files,
            InstantSource clock,
            EngineConfig config,
            IndexTypes types,
            EmbeddingModels models,
            ChangeFeed feed,
            ScanWorkers workers) {
        DocumentLimits limits() {
            return new DocumentLimits(config.documentBytesMax(), config.documentDepthMax());
        }
    }

    /**
     * Opens a collection that is in the storage.
     *
     * @param files the folder of its checkpoints
     */
    public CollectionStore(CollectionDefinition definition, World world, DataFiles files) {
        this.world = world;
        this.spaces = new Spaces(definition.number(), definition.shards());
        final CollectionLoader loader = new CollectionLoader(world.storage());
        this.names = loader.names(definition);
        final CollectionLoader.Loaded loaded = loader.load(definition, names);
        this.savedNextId = loaded.view().nextId();
        this.vectors =
                new CollectionVectors(
                        world.storage(),
                        files,
                        world.types(),
                        definition.shards(),
                        History::new,
                        field -> columns().indexOf(field),
                        spaces::vectors,
                        world.config().recallQueries());
        final ShardLayout layout = new ShardLayout(definition.shards());
        this.maps =
                (id, stored) ->
                        new DocumentMap(
                                id,
                                stored,
                                names,
                                field ->
                                        vectors.vector(
                                                field,
                                                layout.shardOf(id),
                                                layout.slotOf(id),
                                                id,
                                                stored));
        this.finder =
                new DocumentFinder(
                        names,
                        maps,
                        new ScannedFields(world.config().scanColumnsMax()),
                        world.workers(),
                        world.config().queryTimeMax());
        this.queue =
                new CommitQueue(
                        world.storage(),
                        world.config().durability(),
                        world.clock(),
                        names,
                        vectors,
                        loader,
                        loaded.view(),
                        world.feed(),
                        new Reindexing());
        this.expiry = new Expiry(queue, world.clock().millis());
        this.writer = new DocumentWriter(this, queue, names, world);
        this.recoding = new VectorRecoding(this, queue, names, world);
        this.switching = new IndexSwitching(this, queue, world, recoding);
        this.indexes = new IndexAdministration(this, queue, names, world, recoding);
        new Reindexing().begin(loaded.view().definition());
        vectors.deleteLeftovers();
    }

    /** Makes the vector indexes that a definition says. */
    private final class Reindexing implements CommitQueue.Reindexing {
        @Override
        public void begin(CollectionDefinition definition) {
            vectors.discardAll();
            for (final IndexDefinition index : definition.vectorIndexes()) {
                addVectorIndex(definition, index);
            }
        }

        @Override
        public void fill() {
            fillIndexes();
        }
    }

    VectorField addVectorIndex(CollectionDefinition definition, IndexDefinition index) {
        final VectorField added = vectors.add(plan(definition, index));
        if (!index.recoded()) {
            added.beUnfinished(VectorRecoding.MOVING);
        }
        index.switching().ifPresent(beside -> addBeside(added, definition, index, beside));
        return added;
    }

    void addBeside(
            VectorField field,
            CollectionDefinition definition,
            IndexDefinition index,
            SwitchDefinition beside) {
        vectors.addBeside(field, plan(definition, index.inPlaceOf(beside)));
    }

    private static CollectionVectors.IndexPlan plan(
            CollectionDefinition definition, IndexDefinition index) {
        return new CollectionVectors.IndexPlan(
                index.number(),
                definition.columns().indexOf(index.field()),
                definition.name() + "." + index.field(),
                index.field(),
                index.type(),
                index.options(),
                index.dimension());
    }

    /**
     * Makes sure that it is known what the storage has.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code UNAVAILABLE} if the storage fails
     */
    void recoverIfFailed() {
        queue.recoverIfFailed();
    }

    /** Whether it is unknown what the storage has. */
    boolean isFailed() {
        return queue.isFailed();
    }

    /** Whether it has turned out, after a failure, that the collection was dropped. */
    boolean isGone() {
        return queue.isGone();
    }

    /** A shard's history, for its vector indexes. */
    private final class History implements ShardHistory {
        private final int shard;

        History(int shard) {
            this.shard = shard;
        }

        @Override
        public long newest(Snapshot snapshot) {
            return snapshot.get(spaces.state(), Spaces.STATE_KEY)
                    .map(bytes -> CollectionState.decode(bytes, definition().shards()))
                    .map(state -> state.sequences()[shard])
                    .orElse(0L);
        }

        @Override
        public Optional<Set<Long>> changedSince(Snapshot snapshot, long since) {
            return ChangeLog.changedSince(snapshot, spaces.log(shard), since, newest(snapshot));
        }

        @Override
        public long published() {
            return queue.published().shards().get(shard).sequence();
        }

        @Override
        public long tip() {
            return queue.tip().shards().get(shard).sequence();
        }

        @Override
        public int slots() {
            return slotOf(queue.published().nextId()) + 1;
        }

        @Override
        public int slotOf(long id) {
            return new ShardLayout(definition().shards()).slotOf(id);
        }
    }

    private List<String> columns() {
        return queue.tip().definition().columns();
    }

    /** Begins to fill the vector indexes; count down to wait for those with a checkpoint. */
    public CountDownLatch fillIndexes() {
        final CountDownLatch settled = vectors.fillAllInBackground(recoding::isDone);
        recoding.goOnInBackground();
        switching.resume();
        return settled;
    }

    /** What every reader sees at this moment. */
    public CollectionView view() {
        return queue.published();
    }

    /** How many changes it has had, with those that no reader sees yet. */
    public long sequence() {
        return queue.tip().sequence();
    }

    CollectionDefinition definition() {
        return queue.published().definition();
    }

    /** The number that names the collection in the storage. */
    public int number() {
        return definition().number();
    }

    /** The collection's name. */
    public String name() {
        return definition().name();
    }

    /** What changes its documents. */
    public DocumentWriter writer() {
        return writer;
    }

    /** What makes and drops its indexes. */
    public IndexAdministration indexes() {
        return indexes;
    }

    /** What switches its vector indexes to others. */
    public IndexSwitching switching() {
        return switching;
    }

    /** Its vector fields. */
    public CollectionVectors vectors() {
        return vectors;
    }

    /** The documents of a view that match, by ascending {@code $loki}. */
    public Iterator<DocumentMap> matching(CollectionView view, Query query) {
        return new DocumentScan(finder.scan(view, query), maps);
    }

    /**
     * The documents of a view that match, found on all cores.
     *
     * @param order none for ascending {@code $loki}
     * @param offset how many to leave out at the beginning
     * @param limit how many to give at most
     */
    public List<DocumentMap> find(
            CollectionView view,
            Query query,
            Optional<DocumentOrder> order,
            int offset,
            int limit) {
        return finder.find(view, query, order, offset, limit);
    }

    /**
     * Makes something of each stretch of the documents of a view that match, on all cores, and
     * takes what was made in the order of the ids.
     *
     * @param make called by several threads, each with documents that only it may ask for
     * @param take called by the calling thread
     */
    public <P> void inParts(
            CollectionView view,
            Query query,
            Function<Iterator<DocumentMap>, P> make,
            Consumer<P> take) {
        finder.inParts(view, query, make, take);
    }

    /** Where the documents of a view are that match; none of them is decoded. */
    public MatchingSlots slots(CollectionView view, Query query) {
        return finder.slots(view, query);
    }

    /** The threads that help with long reads. */
    public ScanWorkers workers() {
        return world.workers();
    }

    /** How many documents of a view match; told by indexes alone where they can tell. */
    public long count(CollectionView view, Query query) {
        return finder.count(view, query);
    }

    /** One document of a view. */
    public Optional<DocumentMap> document(CollectionView view, long id) {
        final @Nullable StoredDocument stored = view.document(id);
        return stored == null ? Optional.empty() : Optional.of(map(view, id, stored));
    }

    /** What tells of single stored documents whether they match, for one thread. */
    public StoredMatcher matcher(Query query) {
        return new StoredMatcher(query, names, maps);
    }

    /** A version of a document, of this view or of one before. */
    public DocumentMap map(CollectionView view, long id, StoredDocument stored) {
        return maps.map(id, stored);
    }

    /** The collection as clients see it. */
    public CollectionInfo info() {
        final CollectionView view = view();
        final CollectionDefinition definition = view.definition();
        return new CollectionInfo(
                definition.name(),
                view.size(),
                view.bytes(),
                definition.shards(),
                definition.createdAt(),
                indexes.list(view),
                definition.settings().toOptions());
    }

    /** The indexes as clients see them. */
    public List<IndexInfo> indexInfos() {
        return indexes.list(view());
    }

    /** Gives the collection another name. */
    public void rename(String name) {
        queue.write((tip, transaction) -> {
            transaction.define(tip.definition().renamed(name));
            return true;
        });
    }

    /** Does from now on what the options that are given say; the others stay as they are. */
    void configure(CollectionOptions options) {
        settings(before -> before.with(options));
        expiry.begin(world.clock().millis());
    }

    /** When to look next for documents past their time to live, if they have one: epoch ms. */
    public OptionalLong expiryDueMs() {
        return expiry.dueMs();
    }

    /** Removes the documents past their time to live; for one thread at a time. */
    public long removeExpired(long nowMs) {
        return expiry.removeExpired(nowMs);
    }

    /** Takes note that all changes until now were dealt with. */
    public void flushChanges() {
        final long newest = world.feed().newest();
        settings(before -> before.flushedTo(newest));
    }

    /** The sequence number up to which its changes were flushed. */
    public long flushedTo() {
        return definition().settings().flushedTo();
    }

    /** The sequence number above which changes under its number are its own. */
    public long createdAfter() {
        return definition().settings().createdAfter();
    }

    private void settings(UnaryOperator<CollectionSettings> change) {
        queue.write((tip, transaction) -> {
            final CollectionSettings before = tip.definition().settings();
            final CollectionSettings after = change.apply(before);
            if (!after.equals(before)) {
                transaction.define(tip.definition().with(after));
            }
            return true;
        });
    }

    /**
     * Changes what is attached to the collection of a family; durable and visible when it returns.
     *
     * @param change is given what is there, and gives what is to be there, of plain values; if it
     *     throws, nothing changes. It may be called while others wait, so it does not take long.
     */
    public void attach(String family, UnaryOperator<Map<String, @Nullable Object>> change) {
        queue.write((tip, transaction) -> {
            final CollectionDefinition definition = tip.definition();
            final Map<String, @Nullable Object> before = definition.attachments(family);
            final Map<String, @Nullable Object> after = change.apply(before);
            if (!after.equals(before)) {
                transaction.define(definition.withAttachments(family, after));
            }
            return true;
        });
    }

    /**
     * What a package above keeps in memory beside this collection, one of each type; it is made
     * when it is first asked for.
     */
    public <C extends Companion> C companion(
            Class<C> type, Function<? super CollectionStore, ? extends C> maker) {
        return type.cast(companions.computeIfAbsent(type, _ -> maker.apply(this)));
    }

    /** A type of vector index is there. */
    public void typeArrived(String type) {
        vectors.typeArrived(type, CommitQueue.dimensions(definition()));
    }

    /** An embedding model is there, and some documents may be waiting for it. */
    public void modelArrived() {
        recoding.goOnInBackground();
    }

    /** A type of vector index goes. */
    public void typeLeaves(String type) {
        vectors.typeLeaves(type);
    }

    /** Saves what is worth saving, and forgets old changes. */
    public void maintain() {
        if (!isWell()) {
            return;
        }
        companions.values().forEach(Companion::maintain);
        recoding.goOnInBackground();
        switching.maintain();
        final CollectionView view = view();
        final long sequence = view.sequence();
        final boolean isQuiet = sequence == maintainedSequence;
        maintainedSequence = sequence;
        vectors.checkpointIfWorthIt(
                world.config().checkpointChanges(),
                isQuiet,
                shard -> view.shards().get(shard).sequence());
        for (int shard = 0; shard < view.shards().size(); shard++) {
            trimLog(shard, view.shards().get(shard).sequence());
        }
    }

    /** Recovers after a failed write, even if nobody writes: until then, the feed stands still. */
    private boolean isWell() {
        try {
            recoverIfFailed();
            return true;
        } catch (LokiVectorException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "{0} cannot be read again yet: {1}",
                    name(),
                    e.problem());
            return false;
        }
    }

    private void trimLog(int shard, long sequence) {
        final long retention = world.config().changeLogRetention();
        // A checkpoint that has fallen far behind is not worth an endless log: it is rebuilt.
        final long needed = Math.max(vectors.oldestCheckpoint(shard), sequence - 10 * retention);
        final long last = Math.min(sequence - retention, needed);
        if (last <= 0) {
            return;
        }
        List<byte[]> keys = logKeysUpTo(shard, last);
        while (!keys.isEmpty()) {
            final WriteBatch batch = new WriteBatch();
            keys.forEach(key -> batch.delete(spaces.log(shard), key));
            world.storage().apply(batch, world.config().durability()).await();
            // Single writes may be many more than one round of this tidies away.
            keys = keys.size() < TRIM_BATCH ? List.of() : logKeysUpTo(shard, last);
        }
    }

    private List<byte[]> logKeysUpTo(int shard, long last) {
        try (Snapshot snapshot = world.storage().snapshot()) {
            final OptionalLong oldest = ChangeLog.oldest(snapshot, spaces.log(shard));
            return oldest.isEmpty() || oldest.getAsLong() > last
                    ? List.of()
                    : ChangeLog.keysUpTo(snapshot, spaces.log(shard), last, TRIM_BATCH);
        }
    }

    /** Ends all writes, saves the indexes, and lets go of everything; idempotent. */
    public void close() {
        switching.close();
        queue.close(new LokiVectorException(ErrorCode.UNAVAILABLE, "the database is closed"));
        final CollectionView tip = queue.tip();
        if (tip.nextId() != savedNextId && !queue.isFailed()) {
            // Ids that refused inserts used up have not been written yet.
            world.storage()
                    .apply(
                            new WriteBatch()
                                    .put(
                                            spaces.state(),
                                            Spaces.STATE_KEY,
                                            Transaction.stateOf(tip).encode()),
                            world.config().durability())
                    .await();
        }
        vectors.checkpoint();
        vectors.close();
        switching.awaitEnd();
    }

    /** Ends all writes, because the collection is about to be dropped. */
    void endWrites(String name) {
        queue.close(
                new LokiVectorException(
                        ErrorCode.NOT_FOUND, "there is no collection '" + name + "'"));
    }

    /** Allows writes again, because it could not be dropped after all. */
    void reopen() {
        queue.reopen();
    }

    /** Lets go of the indexes of a collection that was dropped. */
    void discardIndexes() {
        switching.close();
        vectors.discardAll();
    }

    /** All its spaces in the storage. */
    public List<String> allSpaces() {
        return spaces.all(queue.tip().definition().columns().size());
    }
}
