package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.DocumentRequest.Count;
import io.lokivector.spi.request.DocumentRequest.DeleteDocument;
import io.lokivector.spi.request.DocumentRequest.Explain;
import io.lokivector.spi.request.DocumentRequest.Find;
import io.lokivector.spi.request.DocumentRequest.FindOne;
import io.lokivector.spi.request.DocumentRequest.GetDocument;
import io.lokivector.spi.request.DocumentRequest.Insert;
import io.lokivector.spi.request.DocumentRequest.PatchDocument;
import io.lokivector.spi.request.DocumentRequest.Remove;
import io.lokivector.spi.request.DocumentRequest.ReplaceDocument;
import io.lokivector.spi.request.DocumentRequest.Update;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The documents of a collection. */
@Path("collections/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class DocumentsResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public DocumentsResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Inserts documents, all or none. */
    @POST
    @Path("insert")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response insert(@PathParam("name") String collection, JsonValue body) {
        final List<Map<String, @Nullable Object>> documents = InsertBody.documents(body);
        return dispatcher.json(
                new Insert(collection, documents),
                inserted -> {
                    final Map<String, Object> json = new LinkedHashMap<>();
                    json.put("message", "Inserted successfully");
                    json.put("count", inserted.ids().size());
                    json.put("ids", inserted.ids());
                    return json;
                });
    }

    /** Finds documents. */
    @POST
    @Path("find")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response find(@PathParam("name") String collection, JsonValue body) {
        final FindBody wanted = FindBody.of(body);
        return dispatcher.json(
                new Find(collection, wanted.query(), wanted.options()), documents -> documents);
    }

    /** Finds the first document. */
    @POST
    @Path("findOne")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response findOne(@PathParam("name") String collection, JsonValue body) {
        final FindBody wanted = FindBody.of(body);
        return dispatcher.json(
                new FindOne(collection, wanted.query(), wanted.options()),
                found -> found.orElseThrow(() -> missing("no document matches the query")));
    }

    /** Tells how documents are found. */
    @POST
    @Path("explain")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response explain(@PathParam("name") String collection, JsonValue body) {
        final FindBody wanted = FindBody.of(body);
        return dispatcher.json(
                new Explain(collection, wanted.query(), wanted.options()),
                explanation -> explanation);
    }

    /** Counts documents. */
    @POST
    @Path("count")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response count(@PathParam("name") String collection, JsonValue body) {
        final Selection wanted = Body.of(Selection.class, body);
        return dispatcher.json(
                new Count(collection, wanted.query().orElse(Map.of())),
                count -> Map.of("count", count));
    }

    /** Changes all documents that match. */
    @POST
    @Path("update")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response update(@PathParam("name") String collection, JsonValue body) {
        final Change wanted = Body.of(Change.class, body);
        if (wanted.query().isEmpty() || wanted.update().isEmpty()) {
            throw Body.bad("query and update are required");
        }
        return dispatcher.json(
                new Update(collection, wanted.query().get(), wanted.update().get()),
                count -> counted("update", "updated", count));
    }

    /** Removes all documents that match. */
    @POST
    @Path("remove")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response remove(@PathParam("name") String collection, JsonValue body) {
        final Selection wanted = Body.of(Selection.class, body);
        return dispatcher.json(
                new Remove(
                        collection,
                        wanted.query().orElseThrow(() -> Body.bad("query is required"))),
                count -> counted("remove", "removed", count));
    }

    private static Map<String, Object> counted(String verb, String participle, long count) {
        final Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "message",
                count == 0
                        ? "No documents found to " + verb
                        : Character.toUpperCase(participle.charAt(0))
                                + participle.substring(1)
                                + " successfully");
        json.put(participle, count);
        return json;
    }

    /** One document. */
    @GET
    @Path("documents/{id}")
    public Response get(
            @PathParam("name") String collection,
            @PathParam("id") String id,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return dispatcher.ask(
                new GetDocument(collection, idOf(id)),
                found -> {
                    final Map<String, @Nullable Object> document =
                            found.orElseThrow(() -> missing("no document has the id " + id));
                    final Optional<String> tag = Revision.tagOf(document);
                    return tag.isPresent() && tag.get().equals(ifNoneMatch)
                            ? Response.notModified().header("ETag", tag.get())
                            : tagged(document);
                });
    }

    /** Replaces a document. */
    @PUT
    @Path("documents/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(
            @PathParam("name") String collection,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonValue body) {
        return dispatcher.ask(
                new ReplaceDocument(
                        collection, idOf(id), body.object(), Revision.wantedBy(ifMatch)),
                DocumentsResource::tagged);
    }

    /** Changes a document. */
    @PATCH
    @Path("documents/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response patch(
            @PathParam("name") String collection,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonValue body) {
        return dispatcher.ask(
                new PatchDocument(collection, idOf(id), body.object(), Revision.wantedBy(ifMatch)),
                DocumentsResource::tagged);
    }

    /** Removes a document. */
    @DELETE
    @Path("documents/{id}")
    public Response delete(
            @PathParam("name") String collection,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return dispatcher.json(
                new DeleteDocument(collection, idOf(id), Revision.wantedBy(ifMatch)),
                done -> Map.of("message", done.message()));
    }

    private static ResponseBuilder tagged(Map<String, @Nullable Object> document) {
        final ResponseBuilder response = Response.ok(new JsonValue(document));
        Revision.tagOf(document).ifPresent(tag -> response.header("ETag", tag));
        return response;
    }

    private static long idOf(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw Body.bad("the id of a document is a whole number, not '" + id + "'");
        }
    }

    private static LokiVectorException missing(String message) {
        return new LokiVectorException(ErrorCode.NOT_FOUND, message);
    }

    /**
     * Which documents are meant.
     *
     * @param query empty if it was left out
     */
    public record Selection(
            @Property(description = "Which documents.")
                    Optional<Map<String, @Nullable Object>> query) {}

    /**
     * Which documents are to be changed, and how.
     *
     * @param query empty if it was left out
     * @param update empty if it was left out
     */
    public record Change(
            @Property(description = "Which documents.")
                    Optional<Map<String, @Nullable Object>> query,
            @Property(description = "The update operators.")
                    Optional<Map<String, @Nullable Object>> update) {}
}
