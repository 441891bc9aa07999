package io.lokivector.transport.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes of all collections that the caller may read, or of one of them. */
@Path("changes")
@Singleton
public final class ChangesResource {
    private static final String EVENTS = EventStream.MEDIA_TYPE + ";qs=0.5";

    private final ChangeRoutes routes;

    /** Made by Jersey, once. */
    @Inject
    public ChangesResource(ChangeRoutes routes) {
        this.routes = routes;
    }

    /** Changes that have happened. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response read(
            @QueryParam("collection") @Nullable String collection,
            @QueryParam("since") @Nullable String since,
            @QueryParam("limit") @Nullable String limit) {
        return routes.read(Optional.ofNullable(collection), since, limit);
    }

    /** Changes as they happen. */
    @GET
    @Produces(EVENTS)
    public Response follow(
            @QueryParam("collection") @Nullable String collection,
            @QueryParam("since") @Nullable String since,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
        return routes.follow(Optional.ofNullable(collection), since, lastEventId);
    }

    /** Whether there are changes to follow. */
    @HEAD
    @Produces(EVENTS)
    public Response headOfFollow(@QueryParam("collection") @Nullable String collection) {
        return routes.headOfFollow(Optional.ofNullable(collection));
    }

    /** Takes note that all changes until now were dealt with. */
    @POST
    @Path("flush")
    @Produces(MediaType.APPLICATION_JSON)
    public Response flush(@QueryParam("collection") @Nullable String collection) {
        return routes.flush(Optional.ofNullable(collection));
    }
}
