package io.lokivector.tck.conformance;

import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import io.lokivector.spi.request.ViewRequest.AddViewFilter;
import io.lokivector.spi.request.ViewRequest.CountView;
import io.lokivector.spi.request.ViewRequest.CreateView;
import io.lokivector.spi.request.ViewRequest.DropView;
import io.lokivector.spi.request.ViewRequest.ReadView;
import io.lokivector.spi.request.ViewRequest.RemoveViewFilter;
import io.lokivector.spi.request.ViewRequest.RemoveViewFilters;
import io.lokivector.spi.request.ViewRequest.SortView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorded operations on dynamic views. */
final class ViewOperations {
    private final FeatureContext context;

    ViewOperations(FeatureContext context) {
        this.context = context;
    }

    /** What is observed, or nothing if it is no operation on views. */
    Optional<Map<String, @Nullable Object>> observe(Map<String, @Nullable Object> step) {
        final String collection = context.collection(step);
        final String view = String.valueOf(step.get("view"));
        return Optional.ofNullable(
                switch (String.valueOf(step.get("op"))) {
                    case "addView" -> done(new CreateView(collection, definition(view, step)));
                    case "viewFind" ->
                            done(
                                    new AddViewFilter(
                                            collection,
                                            view,
                                            new ViewFilter(
                                                    Optional.ofNullable(step.get("uid"))
                                                            .map(String::valueOf),
                                                    PlainValue.object(step.get("query")))));
                    case "viewSort" -> done(new SortView(collection, view, sort(step)));
                    case "viewRemoveFilter" ->
                            done(
                                    new RemoveViewFilter(
                                            collection, view, String.valueOf(step.get("uid"))));
                    case "viewRemoveFilters" -> done(new RemoveViewFilters(collection, view));
                    case "removeView" -> done(new DropView(collection, view));
                    case "viewData" -> {
                        final ReadView read = new ReadView(collection, view, Page.whole());
                        yield Map.of("ids", PlainValue.ids(context.ask(read)));
                    }
                    case "viewCount" ->
                            Map.of("count", context.ask(new CountView(collection, view)));
                    default -> null;
                });
    }

    private Map<String, @Nullable Object> done(Request<?> request) {
        context.ask(request);
        return FeatureContext.ok();
    }

    private static ViewDefinition definition(String view, Map<String, @Nullable Object> step) {
        final Map<String, @Nullable Object> options =
                PlainValue.object(step.getOrDefault("options", Map.of()));
        return new ViewDefinition(
                view, List.of(), List.of(), Boolean.TRUE.equals(options.get("persistent")));
    }

    private static List<Object> sort(Map<String, @Nullable Object> step) {
        final List<Object> sort = new ArrayList<>();
        PlainValue.list(step.get("sort")).forEach(key -> sort.add(PlainValue.list(key)));
        return sort;
    }
}
