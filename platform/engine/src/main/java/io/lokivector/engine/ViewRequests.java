package io.lokivector.engine;

import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.ViewRequest;

/** Answers the requests about dynamic views. */
final class ViewRequests {
    private ViewRequests() {}

    static Object answer(Collection collection, ViewRequest<?> request) {
        return switch (request) {
            case ViewRequest.CreateView(_, var view) -> collection.createView(view).definition();
            case ViewRequest.ListViews _ -> collection.views();
            case ViewRequest.DescribeView(_, var view) -> collection.view(view).definition();
            case ViewRequest.DropView(_, var view) -> {
                collection.dropView(view);
                yield new Done("Dynamic view '" + view + "' dropped");
            }
            case ViewRequest.AddViewFilter(_, var view, var filter) ->
                    filter.uid().isPresent()
                            ? collection.view(view).addFilter(filter.query(), filter.uid().get())
                            : collection.view(view).addFilter(filter.query());
            case ViewRequest.RemoveViewFilter(_, var view, var uid) ->
                    collection.view(view).removeFilter(uid);
            case ViewRequest.RemoveViewFilters(_, var view) ->
                    collection.view(view).removeFilters();
            case ViewRequest.SortView(_, var view, var sort) -> collection.view(view).sort(sort);
            case ViewRequest.ReadView(_, var view, var page) -> collection.view(view).data(page);
            case ViewRequest.BranchView(_, var view, var transform, var steps, var params) ->
                    transform.isPresent()
                            ? collection.view(view).branch(transform.get(), params)
                            : collection.view(view).branch(steps, params);
            case ViewRequest.CountView(_, var view) -> collection.view(view).count();
        };
    }
}
