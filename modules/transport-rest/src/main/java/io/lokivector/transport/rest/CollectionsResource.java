package io.lokivector.transport.rest;

import io.lokivector.spi.request.CollectionRequest.CreateCollection;
import io.lokivector.spi.request.ServerRequest.ListCollections;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The collections: what there is, and making new ones. */
@Path("collections")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class CollectionsResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public CollectionsResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** The collections that the caller may see. */
    @GET
    public Response list() {
        return dispatcher.json(
                new ListCollections(),
                collections -> collections.stream().map(CollectionJson::of).toList());
    }

    /** Creates a collection. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(JsonValue body) {
        final Settings wanted = Body.of(Settings.class, body);
        final String name = wanted.name().orElseThrow(() -> Body.bad("Collection name required"));
        return dispatcher.ask(
                new CreateCollection(name, wanted.options()),
                collection -> {
                    final Map<String, Object> json = new LinkedHashMap<>();
                    json.put("name", collection.name());
                    json.put("message", "Collection '" + collection.name() + "' created");
                    return Response.status(Response.Status.CREATED).entity(new JsonValue(json));
                });
    }

    /**
     * What a collection is to be.
     *
     * @param name its name
     * @param options passed on as they are
     */
    public record Settings(
            @Property(description = "The collection's name.", min = 1) Optional<String> name,
            @Property(description = "unique, indices, vectorIndices, ttl and so on.")
                    Map<String, @Nullable Object> options) {}
}
