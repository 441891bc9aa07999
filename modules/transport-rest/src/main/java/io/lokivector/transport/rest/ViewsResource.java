package io.lokivector.transport.rest;

import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.ViewFilter;
import io.lokivector.spi.request.ViewRequest.AddViewFilter;
import io.lokivector.spi.request.ViewRequest.CountView;
import io.lokivector.spi.request.ViewRequest.CreateView;
import io.lokivector.spi.request.ViewRequest.DescribeView;
import io.lokivector.spi.request.ViewRequest.DropView;
import io.lokivector.spi.request.ViewRequest.ListViews;
import io.lokivector.spi.request.ViewRequest.ReadView;
import io.lokivector.spi.request.ViewRequest.RemoveViewFilter;
import io.lokivector.spi.request.ViewRequest.RemoveViewFilters;
import io.lokivector.spi.request.ViewRequest.SortView;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dynamic views of a collection. */
@Path("collections/{name}/views")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class ViewsResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public ViewsResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** The views there are. */
    @GET
    public Response list(@PathParam("name") String collection) {
        return dispatcher.json(
                new ListViews(collection), views -> views.stream().map(ViewJson::of).toList());
    }

    /** Makes a view. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("name") String collection, JsonValue body) {
        return dispatcher.ask(
                new CreateView(collection, ViewJson.definition(body)),
                view ->
                        Response.status(Response.Status.CREATED)
                                .entity(new JsonValue(ViewJson.of(view))));
    }

    /** What a view is. */
    @GET
    @Path("{view}")
    public Response describe(@PathParam("name") String collection, @PathParam("view") String view) {
        return dispatcher.json(new DescribeView(collection, view), ViewJson::of);
    }

    /** Drops a view. */
    @DELETE
    @Path("{view}")
    public Response drop(@PathParam("name") String collection, @PathParam("view") String view) {
        return dispatcher.json(
                new DropView(collection, view), done -> Map.of("message", done.message()));
    }

    /** Adds a filter, or replaces the one of the same uid. */
    @POST
    @Path("{view}/filters")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response addFilter(
            @PathParam("name") String collection, @PathParam("view") String view, JsonValue body) {
        final ViewFilter filter = ViewJson.filter(body);
        return dispatcher.json(new AddViewFilter(collection, view, filter), ViewJson::of);
    }

    /** Removes all filters. */
    @DELETE
    @Path("{view}/filters")
    public Response removeFilters(
            @PathParam("name") String collection, @PathParam("view") String view) {
        return dispatcher.json(new RemoveViewFilters(collection, view), ViewJson::of);
    }

    /** Removes one filter. */
    @DELETE
    @Path("{view}/filters/{uid}")
    public Response removeFilter(
            @PathParam("name") String collection,
            @PathParam("view") String view,
            @PathParam("uid") String uid) {
        return dispatcher.json(new RemoveViewFilter(collection, view, uid), ViewJson::of);
    }

    /** Gives a view another order. */
    @PUT
    @Path("{view}/sort")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response sort(
            @PathParam("name") String collection, @PathParam("view") String view, JsonValue body) {
        final List<Object> sort = ViewJson.sort(body);
        return dispatcher.json(new SortView(collection, view, sort), ViewJson::of);
    }

    /** The documents of a view. */
    @GET
    @Path("{view}/data")
    public Response read(
            @PathParam("name") String collection,
            @PathParam("view") String view,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("projection") @Nullable String projection) {
        return read(collection, view, ViewJson.page(offset, limit, projection));
    }

    /** The documents of a view, asked for in a body. */
    @POST
    @Path("{view}/data")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response read(
            @PathParam("name") String collection, @PathParam("view") String view, JsonValue body) {
        return read(collection, view, Page.schema().bind(body.object(), ""));
    }

    private Response read(String collection, String view, Page page) {
        return dispatcher.json(new ReadView(collection, view, page), documents -> documents);
    }

    /** What a transform makes of the documents of a view. */
    @POST
    @Path("{view}/branch")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response branch(
            @PathParam("name") String collection, @PathParam("view") String view, JsonValue body) {
        return dispatcher.json(ViewJson.branch(collection, view, body), rows -> rows);
    }

    /** How many documents a view has. */
    @GET
    @Path("{view}/count")
    public Response count(@PathParam("name") String collection, @PathParam("view") String view) {
        return dispatcher.json(new CountView(collection, view), count -> Map.of("count", count));
    }
}
