package io.lokivector.transport.rest;

import io.lokivector.spi.request.CollectionRequest.AlterCollection;
import io.lokivector.spi.request.CollectionRequest.DescribeCollection;
import io.lokivector.spi.request.CollectionRequest.DropCollection;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * One collection. A class of its own, because of two classes JAX-RS asks the one with the longer
 * path only, and that is the one of a collection's documents.
 */
@Path("collections/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class CollectionResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public CollectionResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Describes a collection. */
    @GET
    public Response describe(@PathParam("name") String name) {
        return dispatcher.json(new DescribeCollection(name), CollectionJson::of);
    }

    /** Renames a collection or changes its options. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Response alter(@PathParam("name") String name, JsonValue body) {
        final CollectionsResource.Settings wanted =
                Body.of(CollectionsResource.Settings.class, body);
        return dispatcher.json(
                new AlterCollection(name, wanted.name(), wanted.options()), CollectionJson::of);
    }

    /** Drops a collection. */
    @DELETE
    public Response drop(@PathParam("name") String name) {
        return dispatcher.json(new DropCollection(name), done -> Map.of("message", done.message()));
    }
}
