package io.lokivector.transport.rest;

import io.lokivector.spi.request.CollectionRequest.CreateIndex;
import io.lokivector.spi.request.CollectionRequest.DescribeIndex;
import io.lokivector.spi.request.CollectionRequest.DropIndex;
import io.lokivector.spi.request.CollectionRequest.ListIndexes;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.IndexSwitchRequest.CommitIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.CutOverIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.RollBackIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.StartIndexSwitch;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The indexes of a collection. */
@Path("collections/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class IndexesResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public IndexesResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Creates an index. */
    @POST
    @Path("index")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("name") String collection, JsonValue body) {
        final NewIndex wanted = Body.of(NewIndex.class, body);
        return dispatcher.json(
                new CreateIndex(collection, wanted.all(), wanted.type(), wanted.options()),
                index -> {
                    final Map<String, Object> json = new LinkedHashMap<>();
                    json.put(
                            "message",
                            (index.isVector() ? "Vector index" : "Index")
                                    + (index.state() == IndexInfo.State.BUILDING
                                            ? " is being built"
                                            : " created")
                                    + (index.fields().size() == 1 ? " on field '" : " on fields '")
                                    + index.field()
                                    + "'");
                    json.put("index", CollectionJson.of(index));
                    return json;
                });
    }

    /** The indexes there are. */
    @GET
    @Path("indexes")
    public Response list(@PathParam("name") String collection) {
        return dispatcher.json(
                new ListIndexes(collection),
                indexes -> indexes.stream().map(CollectionJson::of).toList());
    }

    /** The index of a field. */
    @GET
    @Path("index/{field}")
    public Response describe(
            @PathParam("name") String collection, @PathParam("field") String field) {
        return dispatcher.json(new DescribeIndex(collection, field), CollectionJson::of);
    }

    /** Builds another index beside that of a vector field, to take its place. */
    @POST
    @Path("index/{field}/switch")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response startSwitch(
            @PathParam("name") String collection,
            @PathParam("field") String field,
            JsonValue body) {
        return dispatcher.json(
                new StartIndexSwitch(collection, field, Body.of(IndexSwitchOptions.class, body)),
                CollectionJson::of);
    }

    /** Lets the new index answer from now on. */
    @POST
    @Path("index/{field}/switch/cutover")
    public Response cutOver(
            @PathParam("name") String collection, @PathParam("field") String field) {
        return dispatcher.json(new CutOverIndexSwitch(collection, field), CollectionJson::of);
    }

    /** Goes back to the old index, and drops the new one. */
    @POST
    @Path("index/{field}/switch/rollback")
    public Response rollBack(
            @PathParam("name") String collection, @PathParam("field") String field) {
        return dispatcher.json(new RollBackIndexSwitch(collection, field), CollectionJson::of);
    }

    /** Drops the old index, now that the new one answers. */
    @POST
    @Path("index/{field}/switch/commit")
    public Response commit(@PathParam("name") String collection, @PathParam("field") String field) {
        return dispatcher.json(new CommitIndexSwitch(collection, field), CollectionJson::of);
    }

    /** Drops the index of a field. */
    @DELETE
    @Path("index/{field}")
    public Response drop(@PathParam("name") String collection, @PathParam("field") String field) {
        return dispatcher.json(
                new DropIndex(collection, field), done -> Map.of("message", done.message()));
    }

    /**
     * An index to be made.
     *
     * @param field the field to be indexed, if it is one
     * @param fields the fields to be indexed, if they are several
     * @param type the kind of index
     * @param options passed on as they are
     */
    public record NewIndex(
            @Property(description = "The field to be indexed.", min = 1) Optional<String> field,
            @Property(
                            description =
                                    "The fields to be indexed together, instead of one field; the"
                                            + " most significant first.")
                    List<String> fields,
            @Property(
                            description =
                                    "unique, ordered, hash, or a vector index type; the server's"
                                            + " default vector index type if it is left out.")
                    Optional<String> type,
            @Property(description = "What the type of index understands.")
                    Map<String, @Nullable Object> options) {
        List<String> all() {
            if (field.isPresent() && !fields.isEmpty()) {
                throw Body.bad("an index needs field or fields, not both");
            }
            if (field.isEmpty() && fields.isEmpty()) {
                throw Body.bad("field is missing");
            }
            return field.map(List::of).orElse(fields);
        }
    }
}
