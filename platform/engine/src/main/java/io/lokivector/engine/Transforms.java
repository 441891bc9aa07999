package io.lokivector.engine;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.rows.ChosenRows;
import io.lokivector.engine.rows.CollectionRows;
import io.lokivector.engine.rows.Moment;
import io.lokivector.engine.rows.RowSource;
import io.lokivector.engine.transform.NamedTransforms;
import io.lokivector.engine.transform.Remover;
import io.lokivector.engine.transform.Transform;
import io.lokivector.engine.transform.TransformLimits;
import io.lokivector.engine.view.ViewSnapshot;
import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.TransformInfo;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.request.ViewRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transforms of a collection: those it keeps under names, and the way to run one.
 *
 * <p>A transform is a list of steps: {@code find} {value}, {@code simplesort} {property, desc},
 * {@code compoundsort} {value}, {@code limit} and {@code offset} {value}, {@code eqJoin} {joinData,
 * leftJoinKey, rightJoinKey, dataOptions}, {@code remove}. A text {@code "[%lktxp]name"} stands for
 * a parameter. Thread-safe.
 */
public final class Transforms {
    private final CollectionStore store;
    private final Function<String, CollectionStore> collections;
    private final EngineConfig config;
    private final NamedTransforms named;

    Transforms(
            CollectionStore store,
            Function<String, CollectionStore> collections,
            EngineConfig config) {
        this.store = store;
        this.collections = collections;
        this.config = config;
        this.named = new NamedTransforms(store);
    }

    /** Keeps a transform under a name that must be free. */
    public TransformInfo add(String name, List<? extends Map<String, @Nullable Object>> steps) {
        return named.add(name, steps);
    }

    /** Keeps a transform under a name, in the place of the one that may be there. */
    public TransformInfo set(String name, List<? extends Map<String, @Nullable Object>> steps) {
        return named.set(name, steps);
    }

    /** Forgets a transform. */
    public void remove(String name) {
        named.remove(name);
    }

    /** A transform, if there is one of that name. */
    public Optional<TransformInfo> find(String name) {
        return named.find(name);
    }

    /** All transforms, in the order in which they were added. */
    public List<TransformInfo> list() {
        return named.list();
    }

    /** Runs a transform that is kept under a name. */
    public List<Map<String, @Nullable Object>> run(
            String name, Map<String, @Nullable Object> params) {
        return run(named.require(name).steps(), params);
    }

    /**
     * Runs steps.
     *
     * @param params the parameters by name
     */
    public List<Map<String, @Nullable Object>> run(
            List<? extends Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        final Moment moment = new Moment(collections);
        return run(moment.of(store), moment, steps, params);
    }

    /** Steps that are kept under a name. */
    List<Map<String, @Nullable Object>> steps(String name) {
        return named.require(name).steps();
    }

    /** Runs steps on the documents of a dynamic view. */
    List<Map<String, @Nullable Object>> runOn(
            ViewSnapshot view,
            List<? extends Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        final Moment moment = new Moment(collections);
        final CollectionRows whole = moment.at(store, view.moment());
        final Iterable<DocumentMap> documents = () -> view.documents(0);
        return run(new ChosenRows(documents, whole), moment, steps, params);
    }

    private List<Map<String, @Nullable Object>> run(
            RowSource documents,
            Moment moment,
            List<? extends Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        return Transform.parse(steps, params)
                .run(
                        documents,
                        moment,
                        new WritingRemover(store),
                        new TransformLimits(config.pipelineRowsMax(), config.findResultsMax()));
    }

    /** Removes by way of the collection's writer. */
    private record WritingRemover(CollectionStore store) implements Remover {
        @Override
        public void removeMatching(List<Map<String, @Nullable Object>> queries) {
            store.writer().remove(queries.isEmpty() ? Map.of() : Map.of("$and", queries));
        }

        @Override
        public void remove(List<DocumentMap> documents) {
            store.writer().removeUnchanged(documents);
        }
    }

    /** What a request about transforms is answered. */
    Object answer(TransformRequest<?> request) {
        return switch (request) {
            case TransformRequest.AddTransform(_, var name, var steps) -> add(name, steps);
            case TransformRequest.SetTransform(_, var name, var steps) -> set(name, steps);
            case TransformRequest.RemoveTransform(_, var name) -> {
                remove(name);
                yield new Done("Transform '" + name + "' removed");
            }
            case TransformRequest.GetTransform(_, var name) -> find(name);
            case TransformRequest.ListTransforms _ -> list();
            case TransformRequest.RunTransform(_, var name, var params) -> run(name, params);
            case TransformRequest.RunSteps(_, var steps, var params) -> run(steps, params);
        };
    }

    /** A request to run a transform, with the steps it turns out to run. */
    Resolved<?> resolve(TransformRequest<?> request) {
        return switch (request) {
            case TransformRequest.RunTransform(var collection, var name, var params) ->
                    resolved(collection, named.require(name).steps(), params);
            case TransformRequest.RunSteps(var collection, var steps, var params) ->
                    resolved(collection, steps, params);
            case TransformRequest.AddTransform _,
                    TransformRequest.SetTransform _,
                    TransformRequest.RemoveTransform _,
                    TransformRequest.GetTransform _,
                    TransformRequest.ListTransforms _ ->
                    Resolved.asItIs(request);
        };
    }

    /** A request to run a transform on a view, with the steps it turns out to run. */
    Resolved<?> resolve(ViewRequest.BranchView request) {
        final Transform transform =
                Transform.parse(
                        request.transform()
                                .map(name -> named.require(name).steps())
                                .orElse(request.steps()),
                        request.params());
        return new Resolved<>(
                new ViewRequest.BranchView(
                        request.collection(),
                        request.view(),
                        Optional.empty(),
                        transform.written(),
                        Map.of()),
                transform.alsoReads(),
                transform.removes());
    }

    private static Resolved<?> resolved(
            String collection,
            List<Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        final Transform transform = Transform.parse(steps, params);
        return new Resolved<>(
                new TransformRequest.RunSteps(collection, transform.written(), Map.of()),
                transform.alsoReads(),
                transform.removes());
    }
}
