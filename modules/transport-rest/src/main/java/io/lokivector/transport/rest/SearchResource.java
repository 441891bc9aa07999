package io.lokivector.transport.rest;

import io.lokivector.spi.request.DocumentRequest.Find;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest.Search;
import io.lokivector.spi.request.SearchRequest.SearchBatch;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Searches for what is near. */
@Path("collections/{name}/search")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class SearchResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public SearchResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** One search. Without anything to be near to it is a find by the filter, as it always was. */
    @POST
    public Response search(@PathParam("name") String collection, JsonValue body) {
        final SearchOptions options = SearchOptions.schema().bind(body.object(), "");
        if (isFind(options)) {
            return dispatcher.json(find(collection, options), documents -> documents);
        }
        return dispatcher.json(new Search(collection, options), documents -> documents);
    }

    private static boolean isFind(SearchOptions options) {
        return options.vector().isEmpty()
                && options.text().isEmpty()
                && options.id().isEmpty()
                && options.recommend().isEmpty()
                && options.groupBy().isEmpty();
    }

    private static Find find(String collection, SearchOptions options) {
        final Map<String, @Nullable Object> query = options.filter().orElse(Map.of());
        return new Find(
                collection,
                query,
                new FindOptions(List.of(), options.offset(), Optional.of(options.k()), List.of()));
    }

    /** Several searches over one moment of the collection. */
    @POST
    @Path("batch")
    public Response batch(@PathParam("name") String collection, JsonValue body) {
        final List<Object> wanted = Body.of(Batch.class, body).searches();
        final List<SearchOptions> searches = new ArrayList<>(wanted.size());
        for (final @Nullable Object search : wanted) {
            final String path = "searches[" + searches.size() + "]";
            searches.add(
                    SearchOptions.schema()
                            .bind(
                                    JsonValue.objectIn(search)
                                            .orElseThrow(
                                                    () -> Body.bad(path + " must be an object")),
                                    path));
        }
        return dispatcher.json(new SearchBatch(collection, searches), results -> results);
    }

    /**
     * Several searches.
     *
     * @param searches each as it would be sent alone
     */
    public record Batch(
            @Property(description = "The searches, each as it would be sent alone.")
                    List<Object> searches) {}
}
