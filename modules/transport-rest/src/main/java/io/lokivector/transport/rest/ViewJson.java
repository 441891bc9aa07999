package io.lokivector.transport.rest;

import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import io.lokivector.spi.request.ViewRequest.BranchView;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dynamic views as clients see and ask for them. */
final class ViewJson {
    private static final String SORT = "sort";

    private ViewJson() {}

    static Map<String, @Nullable Object> of(ViewDefinition view) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", view.name());
        json.put("filters", view.filters().stream().map(ViewJson::of).toList());
        json.put(SORT, view.sort());
        json.put("persistent", view.persistent());
        return json;
    }

    private static Map<String, @Nullable Object> of(ViewFilter filter) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        filter.uid().ifPresent(uid -> json.put("uid", uid));
        json.put("query", filter.query());
        return json;
    }

    static ViewDefinition definition(JsonValue body) {
        final NewView wanted = Body.of(NewView.class, withSortAsList(body));
        final List<ViewFilter> filters = new ArrayList<>();
        for (final Object filter : wanted.filters()) {
            filters.add(filter(new JsonValue(filter)));
        }
        return new ViewDefinition(wanted.name(), filters, wanted.sort(), wanted.persistent());
    }

    static ViewFilter filter(JsonValue body) {
        final NewFilter filter = Body.of(NewFilter.class, body);
        return new ViewFilter(
                filter.uid(), filter.query().orElseThrow(() -> Body.bad("query is required")));
    }

    static List<Object> sort(JsonValue body) {
        return Body.required(Body.of(NewSort.class, withSortAsList(body)).sort(), SORT);
    }

    /** A sort may be one bare property. */
    private static JsonValue withSortAsList(JsonValue body) {
        if (body.object().get(SORT) instanceof final String property) {
            final Map<String, @Nullable Object> listed = new LinkedHashMap<>(body.object());
            listed.put(SORT, List.of(property));
            return new JsonValue(listed);
        }
        return body;
    }

    /** A transform is given by its name, or by its steps, or not at all. */
    static BranchView branch(String collection, String view, JsonValue body) {
        final Map<String, @Nullable Object> rest = new LinkedHashMap<>(body.object());
        final @Nullable Object transform = rest.remove("transform");
        final NewBranch wanted = Body.of(NewBranch.class, new JsonValue(rest));
        return switch (transform) {
            case null ->
                    new BranchView(collection, view, Optional.empty(), List.of(), wanted.params());
            case final String name ->
                    new BranchView(collection, view, Optional.of(name), List.of(), wanted.params());
            case final List<?> steps ->
                    new BranchView(
                            collection,
                            view,
                            Optional.empty(),
                            ObjectList.of(List.copyOf(steps), "transform"),
                            wanted.params());
            default ->
                    throw Body.bad(
                            "transform must be a name or a list of steps, not "
                                    + JsonValue.kindOf(transform));
        };
    }

    static Page page(@Nullable String offset, @Nullable String limit, @Nullable String projection) {
        final Map<String, @Nullable Object> given = new LinkedHashMap<>();
        if (offset != null) {
            given.put("offset", offset);
        }
        if (limit != null) {
            given.put("limit", limit);
        }
        if (projection != null) {
            given.put("projection", List.of(projection.split(",")));
        }
        return Page.schema().bind(given, "");
    }

    /**
     * A view to be made.
     *
     * @param name its name
     * @param filters objects like {@link NewFilter}
     * @param sort as in a find
     * @param persistent whether its result stays in memory
     */
    public record NewView(
            @Property(description = "The view's name.", min = 1) String name,
            @Property(description = "What its documents meet: objects of query and uid.")
                    List<Object> filters,
            @Property(description = "Pairs [property, descending]; a bare property ascends.")
                    List<Object> sort,
            @Property(
                            description = "Keeps the result in memory even if nobody reads it.",
                            defaultValue = "false")
                    boolean persistent) {}

    /**
     * A filter to be added.
     *
     * @param query which documents meet it
     * @param uid its name within the view
     */
    public record NewFilter(
            @Property(description = "Which documents meet it.")
                    Optional<Map<String, @Nullable Object>> query,
            @Property(description = "Replaces and removes it.") Optional<String> uid) {}

    /**
     * What a branch takes beside its transform.
     *
     * @param params by name
     */
    public record NewBranch(
            @Property(description = "What stands for the texts \"[%lktxp]name\" in the steps.")
                    Map<String, @Nullable Object> params) {}

    /**
     * An order to be given.
     *
     * @param sort as in a find
     */
    public record NewSort(
            @Property(description = "Pairs [property, descending]; a bare property ascends.")
                    Optional<List<Object>> sort) {}
}
