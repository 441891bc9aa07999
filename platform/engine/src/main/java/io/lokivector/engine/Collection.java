package io.lokivector.engine;

import io.lokivector.engine.cache.QueryCache;
import io.lokivector.engine.cache.Question;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.DocumentWriter;
import io.lokivector.engine.collection.QueryExplanation;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Projection;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.recall.Activity;
import io.lokivector.engine.search.VectorSearch;
import io.lokivector.engine.update.WriteOperation;
import io.lokivector.engine.view.DynamicViews;
import io.lokivector.spi.request.CacheInfo;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.DocumentCursor;
import io.lokivector.spi.request.FieldStatistics;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.WriteRequest.BulkResult;
import io.lokivector.spi.request.WriteRequest.Changed;
import io.lokivector.spi.request.WriteRequest.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A collection of documents.
 *
 * <p>A write has happened wholly, durably and for everyone to see when its method returns, or not
 * at all when it throws. A read sees one moment of the collection. Every method may throw a {@link
 * io.lokivector.spi.LokiVectorException} that says what was wrong. Thread-safe.
 */
public final class Collection {
    private final CollectionStore store;
    private final EngineConfig config;
    private final EmbeddingModels models;
    private final QueryCache cache;
    private final DynamicViews views;
    private final Function<String, CollectionStore> collections;
    private final ChangeReader changes;
    private final Activity activity;

    /** A collection, with the way to all others, for joins. */
    Collection(
            CollectionStore store,
            EngineConfig config,
            EmbeddingModels models,
            QueryCache cache,
            DynamicViews views,
            Function<String, CollectionStore> collections,
            ChangeReader changes,
            Activity activity) {
        this.store = store;
        this.config = config;
        this.models = models;
        this.cache = cache;
        this.views = views;
        this.collections = collections;
        this.changes = changes;
        this.activity = activity;
    }

    /** Its name. */
    public String name() {
        return store.name();
    }

    /** What it is like. */
    public CollectionInfo info() {
        return store.info();
    }

    /** Inserts one document, and gives its {@code $loki}. */
    public long insert(Map<String, @Nullable Object> document) {
        return insert(List.of(document)).get(0);
    }

    /** Inserts all documents, or none, and gives the {@code $loki} of each. */
    public List<Long> insert(List<? extends Map<String, @Nullable Object>> documents) {
        return store.writer().insert(documents);
    }

    /** Inserts a stream of documents in batches, each all or nothing, and gives their number. */
    public long importAll(Iterator<Map<String, @Nullable Object>> documents) {
        return store.writer().importAll(documents);
    }

    /** The documents that match, in the order of their insertion. */
    public List<Map<String, @Nullable Object>> find(Map<String, @Nullable Object> query) {
        return find(query, FindOptions.none());
    }

    /** The documents that match; unmodifiable. */
    public List<Map<String, @Nullable Object>> find(
            Map<String, @Nullable Object> query, FindOptions options) {
        final CollectionView view = store.view();
        if (view.size() == 0) {
            return List.of();
        }
        final Projection projection =
                Projection.parse(options.projection(), QueryLimits.standard());
        final List<DocumentMap> found =
                cache.answer(
                        view,
                        question(query, options),
                        matches -> found(view, matches, options),
                        QueryCache::bytesOf);
        if (options.projection().isEmpty() && view.definition().columns().isEmpty()) {
            return Collections.unmodifiableList(found);
        }
        final List<Map<String, @Nullable Object>> shown = new ArrayList<>(found.size());
        for (final DocumentMap document : found) {
            final DocumentMap answer = answer(view, document);
            shown.add(options.projection().isEmpty() ? answer : projection.apply(answer));
        }
        return Collections.unmodifiableList(shown);
    }

    /** What decides which documents are found; the projection only decides what is shown. */
    private static Question question(Map<String, @Nullable Object> query, FindOptions options) {
        return new Question(
                "find",
                query,
                List.of(
                        options.sort(),
                        options.offset(),
                        options.limit().orElse(Integer.MAX_VALUE)));
    }

    private List<DocumentMap> found(CollectionView view, Query matches, FindOptions options) {
        final int limit =
                Math.min(options.limit().orElse(Integer.MAX_VALUE), config.findResultsMax());
        final Optional<DocumentOrder> order =
                options.sort().isEmpty()
                        ? Optional.empty()
                        : Optional.of(DocumentOrder.parse(options.sort(), QueryLimits.standard()));
        return store.find(view, matches, order, options.offset(), limit);
    }

    static DocumentMap answer(CollectionView view, DocumentMap document) {
        return document.answer(view.definition().columns(), _ -> true, Map.of());
    }

    /** The first document that matches. */
    public Optional<Map<String, @Nullable Object>> findOne(Map<String, @Nullable Object> query) {
        return findOne(query, FindOptions.none());
    }

    /** The first document that matches. */
    public Optional<Map<String, @Nullable Object>> findOne(
            Map<String, @Nullable Object> query, FindOptions options) {
        final List<Map<String, @Nullable Object>> found =
                find(
                        query,
                        new FindOptions(
                                options.sort(),
                                options.offset(),
                                Optional.of(1),
                                options.projection()));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** How many documents match. */
    public long count(Map<String, @Nullable Object> query) {
        final CollectionView view = store.view();
        if (view.size() == 0 || query.isEmpty()) {
            return view.size();
        }
        return cache.answer(
                view,
                new Question("count", query, List.of()),
                matches -> store.count(view, matches),
                _ -> 0);
    }

    /**
     * Carries out a find, past the query cache, and tells how: which indexes found the documents,
     * how many keys and documents were looked at, and how long each step took.
     */
    public Map<String, @Nullable Object> explain(
            Map<String, @Nullable Object> query, FindOptions options) {
        return new QueryExplanation(store, store.view(), System::nanoTime)
                .of(query, options, config.findResultsMax());
    }

    /** How many documents there are. */
    public long count() {
        return store.view().size();
    }

    /** Changes all documents that match by update operators, and gives their number. */
    public long update(Map<String, @Nullable Object> query, Map<String, @Nullable Object> update) {
        return store.writer().update(query, update);
    }

    /** Removes all documents that match, and gives their number. */
    public long remove(Map<String, @Nullable Object> query) {
        return store.writer().remove(query);
    }

    /** Changes the first document that matches by update operators, and gives it. */
    public Optional<Map<String, @Nullable Object>> updateOne(
            Map<String, @Nullable Object> query, Map<String, @Nullable Object> update) {
        return updateOne(query, update, false).documents().stream().findFirst();
    }

    /** Changes the first document that matches, or, in an upsert, inserts one if none does. */
    public Changed updateOne(
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> update,
            boolean upsert) {
        return changed(WriteOperation.update(query, update, false, upsert));
    }

    /** Changes all documents that match, or, in an upsert, inserts one if none does. */
    public Changed updateMany(
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> update,
            boolean upsert) {
        return changed(WriteOperation.update(query, update, true, upsert));
    }

    /** Replaces the first document that matches, or, in an upsert, inserts it if none does. */
    public Changed replaceOne(
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> document,
            boolean upsert) {
        return changed(WriteOperation.replace(query, document, upsert));
    }

    private Changed changed(WriteOperation operation) {
        final DocumentWriter.Affected affected = store.writer().carryOut(operation);
        return new Changed(answers(affected.documents()), affected.effect() == Effect.INSERTED);
    }

    private List<Map<String, @Nullable Object>> answers(List<DocumentMap> documents) {
        final CollectionView view = store.view();
        return documents.stream()
                .<Map<String, @Nullable Object>>map(document -> answer(view, document))
                .toList();
    }

    /** Removes the first document that matches, and gives it. */
    public Optional<Map<String, @Nullable Object>> deleteOne(Map<String, @Nullable Object> query) {
        final WriteOperation operation = WriteOperation.delete(query, false);
        return answers(store.writer().carryOut(operation).documents()).stream().findFirst();
    }

    /**
     * Carries out several writes, each an object such as {@code {"insertOne": {"document": {}}}}.
     *
     * @param operations see {@link io.lokivector.spi.request.WriteRequest.Bulk}
     * @param atomic all or none; else one that fails leaves nothing, and the others are carried out
     * @param ordered whether those after one that fails are skipped
     */
    public BulkResult bulk(
            List<? extends @Nullable Object> operations, boolean atomic, boolean ordered) {
        return store.writer().bulk(operations, atomic, ordered);
    }

    /** Removes every document, keeps the indexes, and counts {@code $loki} from 1 again. */
    public void clear() {
        store.writer().clear();
    }

    /** The first document with a value in a field. */
    public Optional<Map<String, @Nullable Object>> by(String field, @Nullable Object value) {
        return findOne(Map.of(field, Collections.singletonMap("$eq", value)));
    }

    /** The document of a {@code $loki}. */
    public Optional<Map<String, @Nullable Object>> get(long id) {
        final CollectionView view = store.view();
        return store.document(view, id).map(document -> answer(view, document));
    }

    /** Replaces a document, keeping its {@code $loki} and {@code meta}. */
    public Map<String, @Nullable Object> replace(long id, Map<String, @Nullable Object> document) {
        return replace(id, document, Optional.empty());
    }

    /** Replaces a document, if it still has this {@code meta.revision}. */
    public Map<String, @Nullable Object> replace(
            long id, Map<String, @Nullable Object> document, Optional<Long> ifRevision) {
        return answer(store.view(), store.writer().replace(id, document, ifRevision));
    }

    /** Changes a document by update operators, or by setting the fields given. */
    public Map<String, @Nullable Object> patch(long id, Map<String, @Nullable Object> patch) {
        return patch(id, patch, Optional.empty());
    }

    /** Changes a document, if it still has this {@code meta.revision}. */
    public Map<String, @Nullable Object> patch(
            long id, Map<String, @Nullable Object> patch, Optional<Long> ifRevision) {
        return answer(store.view(), store.writer().patch(id, patch, ifRevision));
    }

    /** Removes a document. */
    public void delete(long id) {
        delete(id, Optional.empty());
    }

    /** Removes a document, if it still has this {@code meta.revision}. */
    public void delete(long id, Optional<Long> ifRevision) {
        store.writer().delete(id, ifRevision);
    }

    /** All documents that match, one after the other, as they are at this moment. */
    public DocumentCursor export(Map<String, @Nullable Object> query) {
        final CollectionView view = store.view();
        final Query matches =
                view.size() == 0 ? Query.all() : Query.parse(query, QueryLimits.standard());
        final Iterator<DocumentMap> found = store.matching(view, matches);
        return new DocumentCursor() {
            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public Map<String, @Nullable Object> next() {
                return answer(view, found.next());
            }

            @Override
            public void close() {}
        };
    }

    /** What its query cache is like. */
    public CacheInfo cacheInfo() {
        return cache.info(store.view());
    }

    /** Says how many answers its query cache may keep; 0 switches it off. */
    public void resizeCache(int capacity) {
        cache.resize(Optional.of(capacity));
    }

    /**
     * What is nearest to a vector, a text, a document or examples, nearest first; with {@code
     * groupBy}, objects {@code {group, hits}}.
     */
    public List<Map<String, @Nullable Object>> search(SearchOptions options) {
        activity.begin();
        try {
            return vectorSearch().search(options);
        } finally {
            activity.end();
        }
    }

    /** Several searches over one moment, on all cores, answered in their order. */
    public List<List<Map<String, @Nullable Object>>> search(List<SearchOptions> searches) {
        activity.begin();
        try {
            return vectorSearch().search(searches);
        } finally {
            activity.end();
        }
    }

    private VectorSearch vectorSearch() {
        return new VectorSearch(store, store.view(), models, cache, config);
    }

    /** Its transforms. */
    public Transforms transforms() {
        return new Transforms(store, collections, config);
    }

    /** Runs the transform of a name. */
    public List<Map<String, @Nullable Object>> transform(
            String name, Map<String, @Nullable Object> params) {
        return transforms().run(name, params);
    }

    /** Runs steps as a transform. */
    public List<Map<String, @Nullable Object>> transform(
            List<? extends Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        return transforms().run(steps, params);
    }

    /**
     * Sends all documents through the stages of a pipeline.
     *
     * @param pipeline stages as MongoDB writes them: {@code $match $group $sort $limit $skip
     *     $project $addFields $unwind $count $distinct $facet $lookup}
     */
    public List<Map<String, @Nullable Object>> aggregate(
            List<? extends Map<String, @Nullable Object>> pipeline) {
        return aggregations().aggregate(pipeline);
    }

    /** The different values of a field in the documents that match. */
    public List<@Nullable Object> distinct(String field, Map<String, @Nullable Object> query) {
        return aggregations().distinct(field, query);
    }

    /** Statistics of the values of a field, without the values themselves. */
    public FieldStatistics statistics(String field) {
        return aggregations().statistics(field, false);
    }

    Aggregations aggregations() {
        return new Aggregations(store, collections, config);
    }

    /**
     * Makes an index of a type: {@code unique}, {@code ordered}, {@code hash}, or a vector index
     * type. If that takes long, it goes on in the background; see {@link IndexInfo#progress()}.
     */
    public IndexInfo createIndex(String field, String type, Map<String, @Nullable Object> options) {
        return createIndex(List.of(field), type, options);
    }

    /**
     * Makes an index of several fields, which is named by them, joined by commas. A unique one lets
     * no two documents have the same combination of values; one that lacks a value, or has null or
     * a list or an object in its place, may be there many times.
     */
    public IndexInfo createIndex(
            List<String> fields, String type, Map<String, @Nullable Object> options) {
        return store.indexes().create(fields, Optional.of(type), options);
    }

    /** Makes a vector index of the default type. */
    public IndexInfo createVectorIndex(String field, Map<String, @Nullable Object> options) {
        return store.indexes().create(List.of(field), Optional.empty(), options);
    }

    /** Its indexes. */
    public List<IndexInfo> indexes() {
        return store.indexInfos();
    }

    /** The index of a field. */
    public IndexInfo index(String field) {
        return store.indexes().info(field);
    }

    /** What switches the vector index of a field to another type or other parameters. */
    public IndexSwitch indexSwitch(String field) {
        return new IndexSwitch(store, field);
    }

    /** Drops the index of a field. */
    public void dropIndex(String field) {
        store.indexes().drop(field);
    }

    /** Makes a dynamic view of all documents, for filters to be added to. */
    public View createView(String name) {
        return createView(ViewDefinition.named(name));
    }

    /** Makes a dynamic view. */
    public View createView(ViewDefinition definition) {
        return new View(views.create(definition).name(), views, transforms(), config);
    }

    /** A dynamic view that is there. */
    public View view(String name) {
        return new View(views.definition(name).name(), views, transforms(), config);
    }

    /** Its dynamic views, in the order of their making. */
    public List<ViewDefinition> views() {
        return views.list();
    }

    /** Drops a dynamic view; its documents stay. */
    public void dropView(String name) {
        views.drop(name);
    }

    /**
     * Its changes, in order.
     *
     * @param start where to begin; {@code new Start.Unflushed()} for all that are kept and were not
     *     flushed
     * @param limit how many at most, 1 to {@link ChangeRequest#LIMIT_MAX}
     */
    public ChangePage changes(ChangeRequest.Start start, int limit) {
        return changes.execute(
                new ChangeRequest.ReadChanges(Optional.of(name()), start, limit), _ -> true);
    }

    /** Follows its changes; to be closed. */
    public ChangeStream watch(ChangeRequest.Start start) {
        return changes.execute(
                new ChangeRequest.WatchChanges(Optional.of(name()), start), _ -> true);
    }

    /** Takes note that all its changes until now were dealt with. */
    public void flushChanges() {
        store.flushChanges();
    }
}
