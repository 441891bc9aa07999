package io.lokivector.engine;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.Projection;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.view.DynamicViews;
import io.lokivector.engine.view.ViewSnapshot;
import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dynamic view: the documents of a collection that meet its filters, in its order.
 *
 * <p>A reading sees one moment of the collection, with every write that had been acknowledged
 * before. Every method throws a {@link io.lokivector.spi.LokiVectorException} {@code NOT_FOUND} if
 * the view or its collection has been dropped. Thread-safe.
 */
public final class View {
    private final String name;
    private final DynamicViews views;
    private final Transforms transforms;
    private final EngineConfig config;

    View(String name, DynamicViews views, Transforms transforms, EngineConfig config) {
        this.name = name;
        this.views = views;
        this.transforms = transforms;
        this.config = config;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What it is. */
    public ViewDefinition definition() {
        return views.definition(name);
    }

    /** Its documents. */
    public List<Map<String, @Nullable Object>> data() {
        return data(Page.whole());
    }

    /** Some of its documents; those before are not looked at. */
    public List<Map<String, @Nullable Object>> data(Page page) {
        final Projection projection = Projection.parse(page.projection(), QueryLimits.standard());
        final int limit = Math.min(page.limit().orElse(Integer.MAX_VALUE), config.findResultsMax());
        final ViewSnapshot snapshot = views.read(name);
        final Iterator<DocumentMap> documents = snapshot.documents(Math.max(0, page.offset()));
        final List<Map<String, @Nullable Object>> results = new ArrayList<>();
        while (results.size() < limit && documents.hasNext()) {
            final DocumentMap answer = Collection.answer(snapshot.moment(), documents.next());
            results.add(page.projection().isEmpty() ? answer : projection.apply(answer));
        }
        return results;
    }

    /** How many documents it has. */
    public long count() {
        return views.read(name).size();
    }

    /** What the transform of a name makes of its documents; the view stays as it is. */
    public List<Map<String, @Nullable Object>> branch(
            String transform, Map<String, @Nullable Object> params) {
        return branch(transforms.steps(transform), params);
    }

    /** What steps make of its documents, beginning with its order; the view stays as it is. */
    public List<Map<String, @Nullable Object>> branch(
            List<? extends Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        return transforms.runOn(views.read(name), steps, params);
    }

    /** Adds a filter, for good. */
    public ViewDefinition addFilter(Map<String, @Nullable Object> query) {
        return views.addFilter(name, new ViewFilter(Optional.empty(), query));
    }

    /** Adds a filter, in the place of one of the same uid, if there is one. */
    public ViewDefinition addFilter(Map<String, @Nullable Object> query, String uid) {
        return views.addFilter(name, new ViewFilter(Optional.of(uid), query));
    }

    /** Removes the filter of a uid. */
    public ViewDefinition removeFilter(String uid) {
        return views.removeFilter(name, uid);
    }

    /** Removes all filters: all documents are in the view then. */
    public ViewDefinition removeFilters() {
        return views.removeFilters(name);
    }

    /**
     * Gives it another order.
     *
     * @param sort pairs of property and whether it descends, a bare property ascends; empty for the
     *     order of insertion
     */
    public ViewDefinition sort(List<Object> sort) {
        return views.sort(name, sort);
    }
}
