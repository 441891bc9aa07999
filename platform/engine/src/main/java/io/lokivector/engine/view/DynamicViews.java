package io.lokivector.engine.view;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.Companion;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.query.BadRequest;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic views of one collection.
 *
 * <p>What a view is, the collection keeps in its own definition: durable, there after a restart,
 * renamed and dropped together with it, and of one moment with the documents. What a view has is
 * kept here, in memory, and computed when it is first read. Thread-safe.
 */
public final class DynamicViews implements Companion {
    private static final System.Logger LOG = System.getLogger(DynamicViews.class.getName());
    private static final String FAMILY = "views";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final int UID_LENGTH_MAX = 128;

    private final CollectionStore store;
    private final EngineConfig config;
    private final InstantSource clock;
    private final Map<String, DynamicView> views = new ConcurrentHashMap<>();

    /** The views that a collection has. */
    public DynamicViews(CollectionStore store, EngineConfig config, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** What there is, in the order of its making. */
    public List<ViewDefinition> list() {
        final List<ViewDefinition> all = new ArrayList<>();
        store.view()
                .definition()
                .attachments(FAMILY)
                .forEach((name, value) -> all.add(DefinitionMap.definition(name, value)));
        return all;
    }

    /**
     * What a view is.
     *
     * @throws LokiVectorException {@code NOT_FOUND} if there is none of that name
     */
    public ViewDefinition definition(String name) {
        return DefinitionMap.definition(name, attached(store.view(), name));
    }

    static Object attached(CollectionView moment, String name) {
        final @Nullable Object value = moment.definition().attachments(FAMILY).get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private static LokiVectorException missing(String name) {
        return new LokiVectorException(
                ErrorCode.NOT_FOUND,
                "there is no dynamic view '" + name + "'",
                Map.of("view", name));
    }

    /**
     * Makes a view.
     *
     * @throws LokiVectorException {@code CONFLICT} if the name is taken, {@code BAD_REQUEST} naming
     *     the place, if the definition is malformed, or there are too many views
     */
    public ViewDefinition create(ViewDefinition wanted) {
        if (!NAME.matcher(wanted.name()).matches()) {
            throw BadRequest.at(
                    "name",
                    "a dynamic view is named by 1 to 128 letters, digits and _ . -, beginning with"
                            + " neither a dot nor -");
        }
        ViewDefinition view =
                new ViewDefinition(wanted.name(), List.of(), wanted.sort(), wanted.persistent());
        for (final ViewFilter filter : wanted.filters()) {
            view = with(view, filter);
        }
        CompiledView.of(view, config.viewFiltersMax());
        final ViewDefinition checked = view;
        store.attach(
                FAMILY,
                before -> {
                    if (before.containsKey(checked.name())) {
                        throw new LokiVectorException(
                                ErrorCode.CONFLICT,
                                "dynamic view '" + checked.name() + "' already exists",
                                Map.of("view", checked.name()));
                    }
                    if (before.size() >= config.viewsMax()) {
                        throw new LokiVectorException(
                                ErrorCode.BAD_REQUEST,
                                "a collection has at most " + config.viewsMax() + " dynamic views");
                    }
                    return replaced(before, checked);
                });
        return checked;
    }

    private static Map<String, @Nullable Object> replaced(
            Map<String, @Nullable Object> before, ViewDefinition changed) {
        final Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
        after.put(changed.name(), DefinitionMap.of(changed));
        return after;
    }

    /** Drops a view. */
    public void drop(String name) {
        store.attach(
                FAMILY,
                before -> {
                    if (!before.containsKey(name)) {
                        throw missing(name);
                    }
                    final Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
                    after.remove(name);
                    return after;
                });
        views.remove(name);
    }

    /** Adds a filter, in the place of one of the same uid, if there is one. */
    public ViewDefinition addFilter(String name, ViewFilter filter) {
        return change(name, view -> with(view, filter));
    }

    private static ViewDefinition with(ViewDefinition view, ViewFilter filter) {
        final List<ViewFilter> filters = new ArrayList<>(view.filters());
        if (filter.uid().isPresent()) {
            final String uid = filter.uid().get();
            if (uid.isEmpty() || uid.length() > UID_LENGTH_MAX) {
                throw BadRequest.at("uid", "has 1 to " + UID_LENGTH_MAX + " characters");
            }
            for (int i = 0; i < filters.size(); i++) {
                if (filters.get(i).uid().equals(filter.uid())) {
                    filters.set(i, filter);
                    return withFilters(view, filters);
                }
            }
        }
        filters.add(filter);
        return withFilters(view, filters);
    }

    private static ViewDefinition withFilters(ViewDefinition view, List<ViewFilter> filters) {
        return new ViewDefinition(view.name(), filters, view.sort(), view.persistent());
    }

    /**
     * Removes the filter of a uid.
     *
     * @throws LokiVectorException {@code NOT_FOUND} if the view has none of that uid
     */
    public ViewDefinition removeFilter(String name, String uid) {
        return change(
                name,
                view -> {
                    final List<ViewFilter> filters = new ArrayList<>(view.filters());
                    if (!filters.removeIf(filter -> filter.uid().equals(Optional.of(uid)))) {
                        throw new LokiVectorException(
                                ErrorCode.NOT_FOUND,
                                "Dynamic view does not contain a filter with ID: " + uid,
                                Map.of("view", name, "uid", uid));
                    }
                    return withFilters(view, filters);
                });
    }

    /** Removes all filters: all documents are in the view then. */
    public ViewDefinition removeFilters(String name) {
        return change(name, view -> withFilters(view, List.of()));
    }

    /** Gives a view another order; an empty one is the order of insertion. */
    public ViewDefinition sort(String name, List<Object> sort) {
        return change(
                name,
                view -> new ViewDefinition(view.name(), view.filters(), sort, view.persistent()));
    }

    private ViewDefinition change(String name, UnaryOperator<ViewDefinition> change) {
        final AtomicReference<ViewDefinition> result = new AtomicReference<>();
        store.attach(
                FAMILY,
                before -> {
                    if (!before.containsKey(name)) {
                        throw missing(name);
                    }
                    final ViewDefinition changed =
                            change.apply(DefinitionMap.definition(name, before.get(name)));
                    CompiledView.of(changed, config.viewFiltersMax());
                    result.set(changed);
                    return replaced(before, changed);
                });
        return result.get();
    }

    /**
     * The documents of a view, with everything that was acknowledged before this was called.
     *
     * @throws LokiVectorException {@code NOT_FOUND} if there is no view of that name, {@code
     *     BAD_REQUEST} if a regular expression takes too long on a document
     */
    public ViewSnapshot read(String name) {
        attached(store.view(), name);
        return views.computeIfAbsent(
                        name,
                        _ -> new DynamicView(store, name, config.viewFiltersMax(), clock.millis()))
                .read(clock.millis());
    }

    @Override
    public void maintain() {
        final long idleSinceMs = clock.millis() - config.viewIdleTimeout().toMillis();
        final Map<String, @Nullable Object> defined = store.view().definition().attachments(FAMILY);
        views.keySet().removeIf(name -> !defined.containsKey(name));
        views.forEach((name, view) -> {
            try {
                view.maintain(idleSinceMs);
            } catch (LokiVectorException e) {
                // Whoever reads it will be told; meanwhile it keeps nothing in memory.
                view.forget();
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "Dynamic view " + name + " of " + store.name() + " cannot be computed",
                        e);
            }
        });
    }
}
