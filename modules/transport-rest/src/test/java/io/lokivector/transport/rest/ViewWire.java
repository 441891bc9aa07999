package io.lokivector.transport.rest;

import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import io.lokivector.spi.request.ViewRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How a client asks about dynamic views.
 *
 * @param path after that of the collection
 * @param body null if there is none
 */
record ViewWire(String method, String path, Object body, Function<Object, ?> answer) {

    static ViewWire of(ViewRequest<?> request, UnaryOperator<String> encoded) {
        return switch (request) {
            case ViewRequest.CreateView(_, var view) ->
                    new ViewWire("POST", "/views", body(view), ViewWire::view);
            case ViewRequest.ListViews _ ->
                    new ViewWire(
                            "GET",
                            "/views",
                            null,
                            all -> ((List<?>) all).stream().map(ViewWire::view).toList());
            case ViewRequest.DescribeView(_, var view) ->
                    new ViewWire("GET", "/views/" + encoded.apply(view), null, ViewWire::view);
            case ViewRequest.DropView(_, var view) ->
                    new ViewWire("DELETE", "/views/" + encoded.apply(view), null, WireReader::done);
            case ViewRequest.AddViewFilter(_, var view, var filter) ->
                    new ViewWire(
                            "POST",
                            "/views/" + encoded.apply(view) + "/filters",
                            body(filter),
                            ViewWire::view);
            case ViewRequest.RemoveViewFilter(_, var view, var uid) ->
                    new ViewWire(
                            "DELETE",
                            "/views/" + encoded.apply(view) + "/filters/" + encoded.apply(uid),
                            null,
                            ViewWire::view);
            case ViewRequest.RemoveViewFilters(_, var view) ->
                    new ViewWire(
                            "DELETE",
                            "/views/" + encoded.apply(view) + "/filters",
                            null,
                            ViewWire::view);
            case ViewRequest.SortView(_, var view, var sort) ->
                    new ViewWire(
                            "PUT",
                            "/views/" + encoded.apply(view) + "/sort",
                            Map.of("sort", sort),
                            ViewWire::view);
            case ViewRequest.ReadView(_, var view, var page) ->
                    read("/views/" + encoded.apply(view) + "/data", page);
            case ViewRequest.BranchView(_, var view, var transform, var steps, var params) ->
                    new ViewWire(
                            "POST",
                            "/views/" + encoded.apply(view) + "/branch",
                            Map.of(
                                    "transform",
                                    transform.<Object>map(name -> name).orElse(steps),
                                    "params",
                                    params),
                            WireReader::documents);
            case ViewRequest.CountView(_, var view) ->
                    new ViewWire(
                            "GET",
                            "/views/" + encoded.apply(view) + "/count",
                            null,
                            count -> WireReader.number(count, "count"));
        };
    }

    /** Small pages travel in the path, so that both ways are trodden. */
    private static ViewWire read(String path, Page page) {
        if (page.projection().isEmpty() && page.limit().isPresent()) {
            return new ViewWire(
                    "GET",
                    path + "?offset=" + page.offset() + "&limit=" + page.limit().get(),
                    null,
                    WireReader::documents);
        }
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("offset", page.offset());
        page.limit().ifPresent(limit -> body.put("limit", limit));
        body.put("projection", page.projection());
        return new ViewWire("POST", path, body, WireReader::documents);
    }

    private static Map<String, Object> body(ViewDefinition view) {
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", view.name());
        body.put("filters", view.filters().stream().map(ViewWire::body).toList());
        body.put("sort", view.sort());
        body.put("persistent", view.persistent());
        return body;
    }

    private static Map<String, Object> body(ViewFilter filter) {
        final Map<String, Object> body = new LinkedHashMap<>();
        filter.uid().ifPresent(uid -> body.put("uid", uid));
        body.put("query", filter.query());
        return body;
    }

    private static ViewDefinition view(Object value) {
        final Map<String, Object> body = WireReader.object(value);
        return new ViewDefinition(
                (String) body.get("name"),
                ((List<?>) body.get("filters")).stream().map(ViewWire::filter).toList(),
                List.copyOf((List<?>) body.get("sort")),
                (Boolean) body.get("persistent"));
    }

    private static ViewFilter filter(Object value) {
        final Map<String, Object> body = WireReader.object(value);
        return new ViewFilter(
                Optional.ofNullable((String) body.get("uid")),
                WireReader.object(body.get("query")));
    }
}
