package io.lokivector.transport.rest;

import io.lokivector.spi.request.CacheInfo;
import io.lokivector.spi.request.CacheRequest.DescribeCache;
import io.lokivector.spi.request.CacheRequest.ResizeCache;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The query cache of a collection. */
@Path("collections/{name}/cache")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class CacheResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public CacheResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** How large it is, and how often it helps. */
    @GET
    public Response describe(@PathParam("name") String collection) {
        return dispatcher.json(new DescribeCache(collection), CacheResource::json);
    }

    /** Says how many answers it may keep. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response resize(@PathParam("name") String collection, JsonValue body) {
        return dispatcher.json(
                new ResizeCache(collection, Body.of(NewSize.class, body).capacity()),
                done -> Map.of("message", done.message()));
    }

    private static Map<String, @Nullable Object> json(CacheInfo cache) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("capacity", cache.capacity());
        json.put("entries", cache.entries());
        json.put("bytes", cache.bytes());
        json.put("hits", cache.hits());
        json.put("misses", cache.misses());
        json.put("hitRate", cache.hitRate());
        return json;
    }

    /**
     * How large it is to be.
     *
     * @param capacity in answers
     */
    public record NewSize(
            @Property(
                            description =
                                    "How many answers to keep; 0 switches the cache off, and the"
                                            + " server's default holds if it is left out.",
                            min = 0)
                    Optional<Integer> capacity) {}
}
