package io.lokivector.engine;

import io.lokivector.engine.advisor.IndexAdvisor;
import io.lokivector.engine.cache.CacheDesk;
import io.lokivector.engine.cache.QueryCaches;
import io.lokivector.engine.collection.Catalogue;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.ScanWorkers;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.feed.ChangeFeed;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.IndexTypes;
import io.lokivector.engine.recall.Activity;
import io.lokivector.engine.recall.IdleTime;
import io.lokivector.engine.recall.RecallSampler;
import io.lokivector.engine.view.DynamicViews;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.request.AggregateRequest;
import io.lokivector.spi.request.CacheRequest;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.IndexSwitchRequest;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.request.ViewRequest;
import io.lokivector.spi.request.WriteRequest;
import io.lokivector.spi.storage.DurableMap;
import io.lokivector.spi.storage.StorageEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An open database: the engine of the server, and a library by itself.
 *
 * <pre>{@code
 * try (LokiVector db = LokiVector.open(Path.of("data"))) {
 *     Collection books = db.createCollection("books", Map.of("unique", List.of("isbn")));
 *     books.insert(Map.of("isbn", "1", "title", "Walden"));
 *     books.find(Map.of("title", "Walden"));
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LokiVector implements Engine {
    private static final System.Logger LOG = System.getLogger(LokiVector.class.getName());

    private final StorageEngine storage;
    private final EngineConfig config;
    private final InstantSource clock;
    private final Catalogue catalogue;
    private final ChangeFeed feed;
    private final ChangeReader changes;
    private final ExpirySchedule expiry;
    private final EmbeddingModels models;
    private final QueryCaches caches;
    private final CacheDesk cacheDesk;
    private final ScanWorkers workers;
    private final Activity activity = new Activity();
    private final RecallSampler recall;
    private final IndexAdvisor advisor;
    private final ExtensionRegistry.Subscription subscription;
    private final Future<?> maintenance;
    private final ReentrantLock maintaining = new ReentrantLock();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final Runnable afterClose;

    /**
     * Opens the database that a storage holds. The storage is closed with it.
     *
     * @param registry where index types and embedding models come from
     * @param context its folder gets the checkpoints of the indexes
     * @throws LokiVectorException if what is stored cannot be read
     */
    public LokiVector(
            StorageEngine storage,
            ExtensionRegistry registry,
            ExtensionContext context,
            EngineConfig config) {
        this(storage, registry, context, config, () -> {});
    }

    LokiVector(
            StorageEngine storage,
            ExtensionRegistry registry,
            ExtensionContext context,
            EngineConfig config,
            Runnable afterClose) {
        this.storage = storage;
        this.config = config;
        this.clock = context.clock();
        this.afterClose = afterClose;
        this.models =
                new EmbeddingModels(
                        registry, ComponentContext.of(context, folder(context, "embedding")));
        final IndexTypes types =
                new IndexTypes(registry, ComponentContext.of(context, folder(context, "work")));
        this.feed = new ChangeFeed(storage, config);
        this.workers = new ScanWorkers(Runtime.getRuntime().availableProcessors());
        this.catalogue =
                new Catalogue(
                        new CollectionStore.World(
                                storage,
                                folder(context, "indexes"),
                                context.clock(),
                                config,
                                types,
                                models,
                                feed,
                                workers));
        this.caches = new QueryCaches(config, context.meters(), catalogue::all);
        this.cacheDesk = new CacheDesk(caches);
        this.changes = new ChangeReader(catalogue, feed);
        context.meters()
                .gauge(
                        "engine.changes.subscribers",
                        "How many follow the changes feed",
                        feed::subscribers);
        this.expiry = new ExpirySchedule(catalogue, context.clock(), context.executor());
        expiry.plan();
        this.recall =
                new RecallSampler(
                        catalogue::all,
                        new IdleTime(activity, feed::newest)::isNow,
                        config.recallCpuShare(),
                        clock,
                        System::nanoTime);
        recall.start(context.executor());
        this.advisor = new IndexAdvisor(types, System::nanoTime);
        this.subscription = registry.subscribe(new Arrivals());
        final long intervalMs = config.maintenanceInterval().toMillis();
        this.maintenance =
                context.executor()
                        .scheduleWithFixedDelay(
                                this::maintainInBackground,
                                intervalMs,
                                intervalMs,
                                TimeUnit.MILLISECONDS);
    }

    private static DataFiles folder(ExtensionContext context, String name) {
        try {
            return context.files().folder(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the database in a directory, creating it if it is not there, with the modules on the
     * class path.
     *
     * @throws LokiVectorException {@code UNAVAILABLE} if it is open already, {@code BAD_REQUEST} if
     *     the class path has no storage engine
     */
    public static LokiVector open(Path directory) {
        return EmbeddedOpening.open(directory, EngineConfig.defaults());
    }

    /** Opens the database in a directory, configured. */
    public static LokiVector open(Path directory, EngineConfig config) {
        return EmbeddedOpening.open(directory, config);
    }

    /** Hears of index types and models that come and go. */
    private final class Arrivals implements ExtensionRegistry.Listener {
        @Override
        public void arrived(ExtensionRegistry.Offer<?> offer) {
            if (offer.factory() instanceof final VectorIndexFactory<?> factory) {
                catalogue.all().forEach(store -> store.typeArrived(factory.type()));
            }
            if (offer.factory() instanceof EmbeddingModelFactory<?>) {
                catalogue.all().forEach(CollectionStore::modelArrived);
            }
        }

        @Override
        public void leaving(ExtensionRegistry.Offer<?> offer) {
            if (offer.factory() instanceof final VectorIndexFactory<?> factory) {
                catalogue.all().forEach(store -> store.typeLeaves(factory.type()));
            }
            if (offer.factory() instanceof final EmbeddingModelFactory<?> factory) {
                models.forget(factory.type());
            }
        }
    }

    /** Creates a collection without options. */
    public Collection createCollection(String name) {
        return createCollection(name, Map.of());
    }

    /**
     * Creates a collection.
     *
     * @param options {@code unique}, {@code indices}, {@code vectorIndices}, {@code shards}, {@code
     *     ttl}, {@code ttlInterval}, {@code disableChangesApi}, {@code disableDeltaChangesApi}
     */
    public Collection createCollection(String name, Map<String, @Nullable Object> options) {
        checkOpen();
        final CollectionStore created = catalogue.create(name, options);
        expiry.plan();
        return handle(created);
    }

    /** A collection that is there. */
    public Collection collection(String name) {
        checkOpen();
        return handle(catalogue.require(name));
    }

    /** A collection, if it is there. */
    public Optional<Collection> findCollection(String name) {
        checkOpen();
        return catalogue.find(name).map(this::handle);
    }

    /** Drops a collection with everything in it. */
    public void dropCollection(String name) {
        checkOpen();
        catalogue.drop(name);
    }

    /** Gives a collection another name. */
    public void renameCollection(String name, String newName) {
        alterCollection(name, Optional.of(newName), Map.of());
    }

    /** Changes options of a collection; those that are not given stay as they are. */
    public Collection alterCollection(String name, Map<String, @Nullable Object> options) {
        return alterCollection(name, Optional.empty(), options);
    }

    private Collection alterCollection(
            String name, Optional<String> newName, Map<String, @Nullable Object> options) {
        checkOpen();
        final CollectionStore altered = catalogue.alter(name, newName, options);
        expiry.plan();
        return handle(altered);
    }

    /** Removes documents past their time to live where it is time to look for them. */
    void removeExpired() {
        expiry.sweep();
    }

    /**
     * Changes of all collections that have happened, in order.
     *
     * @param start where to begin: {@code new Start.After(page.last())} goes on after a page
     * @param limit how many at most, 1 to {@link ChangeRequest#LIMIT_MAX}
     * @throws LokiVectorException {@code GONE} if changes after {@code start} are not kept any more
     */
    public ChangePage changes(ChangeRequest.Start start, int limit) {
        return execute(new ChangeRequest.ReadChanges(Optional.empty(), start, limit), _ -> true);
    }

    /** Follows the changes of all collections; to be closed. */
    public ChangeStream watch(ChangeRequest.Start start) {
        return execute(new ChangeRequest.WatchChanges(Optional.empty(), start), _ -> true);
    }

    @Override
    public <R> R execute(ChangeRequest<R> request, Predicate<String> visible) {
        checkOpen();
        return changes.execute(request, visible);
    }

    private Collection handle(CollectionStore store) {
        return new Collection(
                store,
                config,
                models,
                caches.of(store),
                store.companion(
                        DynamicViews.class, owner -> new DynamicViews(owner, config, clock)),
                catalogue::require,
                changes,
                activity);
    }

    @Override
    public List<CollectionInfo> collections() {
        return catalogue.all().stream().map(CollectionStore::info).toList();
    }

    @Override
    public DurableMap durableMap(String owner) {
        return new StorageMap(storage, owner);
    }

    @Override
    @SuppressWarnings("unchecked") // every kind of request is answered by what it declares
    public <R> R execute(OnCollection<R> request) {
        checkOpen();
        activity.begin();
        try {
            return (R) answer(request);
        } finally {
            activity.end();
        }
    }

    private Object answer(OnCollection<?> request) {
        return switch (request) {
            case final DocumentRequest<?> about -> onDocuments(about);
            case final CollectionRequest<?> about -> onCollection(about);
            case final SearchRequest<?> about -> onSearch(about);
            case final IndexSwitchRequest about ->
                    catalogue.require(about.collection()).switching().execute(about);
            case final CacheRequest<?> about ->
                    cacheDesk.carryOut(catalogue.require(about.collection()), about);
            case final ViewRequest<?> about ->
                    ViewRequests.answer(collection(about.collection()), about);
            case final WriteRequest<?> about ->
                    WriteDispatch.execute(collection(about.collection()), about);
            case final TransformRequest<?> about ->
                    collection(about.collection()).transforms().answer(about);
            case final AggregateRequest<?> about ->
                    collection(about.collection()).aggregations().answer(about);
        };
    }

    @Override
    @SuppressWarnings("unchecked") // a request is resolved to one that answers the same
    public <R> Resolved<R> resolve(OnCollection<R> request) {
        return switch (request) {
            case final TransformRequest<R> about ->
                    (Resolved<R>) collection(about.collection()).transforms().resolve(about);
            case final ViewRequest.BranchView about ->
                    (Resolved<R>) collection(about.collection()).transforms().resolve(about);
            case final AggregateRequest<R> about ->
                    new Resolved<>(about, Aggregations.alsoReads(about), false);
            // No other kind reads anything but the collection it is about.
            default -> Resolved.asItIs(request);
        };
    }

    private Object onDocuments(DocumentRequest<?> request) {
        final Collection collection = collection(request.collection());
        return switch (request) {
            case final DocumentRequest.Insert insert ->
                    new DocumentRequest.Inserted(collection.insert(insert.documents()));
            case final DocumentRequest.Find find -> collection.find(find.query(), find.options());
            case final DocumentRequest.FindOne find ->
                    collection.findOne(find.query(), find.options());
            case final DocumentRequest.Count count -> collection.count(count.query());
            case final DocumentRequest.Explain explain ->
                    collection.explain(explain.query(), explain.options());
            case final DocumentRequest.Update update ->
                    collection.update(update.query(), update.update());
            case final DocumentRequest.Remove remove -> collection.remove(remove.query());
            case final DocumentRequest.GetDocument get -> collection.get(get.id());
            case final DocumentRequest.ReplaceDocument replace ->
                    collection.replace(replace.id(), replace.document(), replace.ifRevision());
            case final DocumentRequest.PatchDocument patch ->
                    collection.patch(patch.id(), patch.patch(), patch.ifRevision());
            case final DocumentRequest.DeleteDocument delete -> {
                collection.delete(delete.id(), delete.ifRevision());
                yield new Done("Document " + delete.id() + " deleted");
            }
            case final DocumentRequest.ImportDocuments documents ->
                    new DocumentRequest.Imported(collection.importAll(documents.documents()));
            case final DocumentRequest.ExportDocuments export -> collection.export(export.query());
        };
    }

    private Object onCollection(CollectionRequest<?> request) {
        final String name = request.collection();
        return switch (request) {
            case final CollectionRequest.CreateCollection create ->
                    createCollection(name, create.options()).info();
            case CollectionRequest.DescribeCollection _ -> collection(name).info();
            case final CollectionRequest.AlterCollection alter ->
                    alterCollection(name, alter.newName(), alter.options()).info();
            case CollectionRequest.DropCollection _ -> {
                dropCollection(name);
                yield new Done("Collection '" + name + "' dropped");
            }
            case final CollectionRequest.CreateIndex create ->
                    catalogue
                            .require(name)
                            .indexes()
                            .create(create.fields(), create.type(), create.options());
            case CollectionRequest.ListIndexes _ -> collection(name).indexes();
            case final CollectionRequest.DescribeIndex describe ->
                    catalogue.require(name).indexes().info(describe.field());
            case CollectionRequest.AdviseIndex(_, var field, var options) ->
                    advisor.begin(catalogue.require(name), field, options);
            case final CollectionRequest.DropIndex drop -> {
                collection(name).dropIndex(drop.field());
                yield new Done("Index on field '" + drop.field() + "' dropped");
            }
        };
    }

    private Object onSearch(SearchRequest<?> request) {
        final Collection collection = collection(request.collection());
        return switch (request) {
            case final SearchRequest.Search search -> collection.search(search.options());
            case final SearchRequest.SearchBatch batch -> collection.search(batch.searches());
        };
    }

    private void checkOpen() {
        if (isClosed.get()) {
            throw new LokiVectorException(ErrorCode.UNAVAILABLE, "the database is closed");
        }
    }

    /** On a thread of its own, for saving an index may take long. */
    private void maintainInBackground() {
        Thread.ofVirtual().name("lokivector-maintenance").start(this::maintain);
    }

    void maintain() {
        if (!maintaining.tryLock()) {
            return;
        }
        try {
            for (final CollectionStore store : catalogue.all()) {
                if (isClosed.get()) {
                    return;
                }
                store.maintain();
            }
            feed.forgetOld();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Maintenance failed; it will be tried again", e);
        } finally {
            maintaining.unlock();
        }
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        subscription.close();
        maintenance.cancel(false);
        recall.close();
        advisor.close();
        expiry.close();
        maintaining.lock();
        try {
            for (final CollectionStore store : catalogue.all()) {
                closeQuietly(store);
            }
            feed.close();
        } finally {
            maintaining.unlock();
        }
        workers.close();
        models.close();
        try {
            storage.close();
        } finally {
            afterClose.run();
        }
    }

    private static void closeQuietly(CollectionStore store) {
        try {
            store.close();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Collection " + store.name() + " could not be closed cleanly",
                    e);
        }
    }
}
