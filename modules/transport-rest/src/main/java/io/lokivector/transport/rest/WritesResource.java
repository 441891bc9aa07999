package io.lokivector.transport.rest;

import io.lokivector.spi.request.DocumentRequest.Remove;
import io.lokivector.spi.request.WriteRequest.Bulk;
import io.lokivector.spi.request.WriteRequest.BulkDone;
import io.lokivector.spi.request.WriteRequest.BulkFailed;
import io.lokivector.spi.request.WriteRequest.BulkItem;
import io.lokivector.spi.request.WriteRequest.BulkResult;
import io.lokivector.spi.request.WriteRequest.BulkSkipped;
import io.lokivector.spi.request.WriteRequest.Changed;
import io.lokivector.spi.request.WriteRequest.Clear;
import io.lokivector.spi.request.WriteRequest.DeleteOne;
import io.lokivector.spi.request.WriteRequest.ReplaceOne;
import io.lokivector.spi.request.WriteRequest.UpdateMany;
import io.lokivector.spi.request.WriteRequest.UpdateOne;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of documents that a query names, and many changes at once. */
@Path("collections/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Singleton
public final class WritesResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public WritesResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Changes the first document that matches. */
    @POST
    @Path("updateOne")
    public Response updateOne(@PathParam("name") String collection, JsonValue body) {
        final Change wanted = Body.of(Change.class, body);
        return dispatcher.json(
                new UpdateOne(
                        collection,
                        Body.required(wanted.query(), "query"),
                        Body.required(wanted.update(), "update"),
                        wanted.upsert().orElse(false)),
                WritesResource::one);
    }

    /** Changes all documents that match. */
    @POST
    @Path("updateMany")
    public Response updateMany(@PathParam("name") String collection, JsonValue body) {
        final Change wanted = Body.of(Change.class, body);
        return dispatcher.json(
                new UpdateMany(
                        collection,
                        Body.required(wanted.query(), "query"),
                        Body.required(wanted.update(), "update"),
                        wanted.upsert().orElse(false)),
                changed -> {
                    final Map<String, Object> json = counts(changed);
                    json.put("documents", changed.documents());
                    return json;
                });
    }

    /** Replaces the first document that matches. */
    @POST
    @Path("replaceOne")
    public Response replaceOne(@PathParam("name") String collection, JsonValue body) {
        final Replacement wanted = Body.of(Replacement.class, body);
        return dispatcher.json(
                new ReplaceOne(
                        collection,
                        Body.required(wanted.query(), "query"),
                        Body.required(wanted.document(), "document"),
                        wanted.upsert().orElse(false)),
                WritesResource::one);
    }

    private static Map<String, @Nullable Object> one(Changed changed) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>(counts(changed));
        json.put("document", changed.documents().isEmpty() ? null : changed.documents().getFirst());
        return json;
    }

    private static Map<String, Object> counts(Changed changed) {
        final int count = changed.documents().size();
        final Map<String, Object> json = new LinkedHashMap<>();
        if (changed.isInsert()) {
            json.put("message", "Inserted successfully");
        } else {
            json.put(
                    "message",
                    count == 0 ? "No documents found to update" : "Updated successfully");
        }
        json.put("updated", changed.isInsert() ? 0 : count);
        json.put("inserted", changed.isInsert() ? count : 0);
        return json;
    }

    /** Removes the first document that matches. */
    @POST
    @Path("deleteOne")
    public Response deleteOne(@PathParam("name") String collection, JsonValue body) {
        final Selection wanted = Body.of(Selection.class, body);
        return dispatcher.json(
                new DeleteOne(collection, Body.required(wanted.query(), "query")),
                removed -> {
                    final Map<String, @Nullable Object> json = new LinkedHashMap<>();
                    json.put("deletedCount", removed.isPresent() ? 1 : 0);
                    json.put("document", removed.orElse(null));
                    return json;
                });
    }

    /** Removes all documents that match. */
    @POST
    @Path("deleteMany")
    public Response deleteMany(@PathParam("name") String collection, JsonValue body) {
        final Selection wanted = Body.of(Selection.class, body);
        return dispatcher.json(
                new Remove(collection, Body.required(wanted.query(), "query")),
                count -> Map.of("deletedCount", count));
    }

    /** Removes every document. */
    @POST
    @Path("clear")
    @Consumes(MediaType.WILDCARD)
    public Response clear(@PathParam("name") String collection) {
        return dispatcher.json(new Clear(collection), done -> Map.of("message", done.message()));
    }

    /** Carries out several writes. */
    @POST
    @Path("bulk")
    public Response bulk(@PathParam("name") String collection, JsonValue body) {
        final Operations wanted = Body.of(Operations.class, body);
        return dispatcher.json(
                new Bulk(
                        collection,
                        Body.required(wanted.operations(), "operations"),
                        wanted.atomic().orElse(false),
                        wanted.ordered().orElse(false)),
                WritesResource::results);
    }

    private static Map<String, Object> results(BulkResult result) {
        final List<Map<String, Object>> results =
                result.items().stream().map(WritesResource::item).toList();
        final long failed =
                result.items().stream().filter(item -> !(item instanceof BulkDone)).count();
        final Map<String, Object> json = new LinkedHashMap<>();
        json.put("message", failed == 0 ? "Done" : failed + " operations were not carried out");
        json.put("ok", failed == 0);
        json.put("results", results);
        return json;
    }

    private static Map<String, Object> item(BulkItem item) {
        final Map<String, Object> json = new LinkedHashMap<>();
        json.put("ok", item instanceof BulkDone);
        switch (item) {
            case BulkDone(var effect, var ids) -> {
                json.put("effect", effect.wireName());
                json.put("count", ids.size());
                json.put("ids", ids);
            }
            case BulkFailed(var code, var message, var details) -> {
                json.put("error", message);
                json.put("code", code.name());
                json.put("details", details);
            }
            case BulkSkipped() -> json.put("skipped", true);
        }
        return json;
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
     * @param upsert false if it was left out
     */
    public record Change(
            @Property(description = "Which documents.")
                    Optional<Map<String, @Nullable Object>> query,
            @Property(description = "The update operators.")
                    Optional<Map<String, @Nullable Object>> update,
            @Property(description = "Whether to insert a document if none matches.")
                    Optional<Boolean> upsert) {}

    /**
     * Which document is to be replaced, and by what.
     *
     * @param query empty if it was left out
     * @param document empty if it was left out
     * @param upsert false if it was left out
     */
    public record Replacement(
            @Property(description = "Which document.")
                    Optional<Map<String, @Nullable Object>> query,
            @Property(description = "The new document.")
                    Optional<Map<String, @Nullable Object>> document,
            @Property(description = "Whether to insert the document if none matches.")
                    Optional<Boolean> upsert) {}

    /**
     * Several writes.
     *
     * @param operations empty if they were left out
     * @param atomic false if it was left out
     * @param ordered false if it was left out
     */
    public record Operations(
            @Property(description = "The writes, each an object such as {insertOne: {document}}.")
                    Optional<List<@Nullable Object>> operations,
            @Property(description = "Whether all are carried out, or none.")
                    Optional<Boolean> atomic,
            @Property(description = "Whether those after one that fails are skipped.")
                    Optional<Boolean> ordered) {}
}
