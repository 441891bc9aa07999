package io.lokivector.transport.rest;

import io.lokivector.spi.request.CollectionRequest.DescribeCollection;
import io.lokivector.spi.request.DocumentCursor;
import io.lokivector.spi.request.DocumentRequest.ExportDocuments;
import io.lokivector.spi.request.DocumentRequest.ImportDocuments;
import io.lokivector.transport.rest.json.DocumentLines;
import io.lokivector.transport.rest.json.JsonReader;
import io.lokivector.transport.rest.json.JsonValue;
import io.lokivector.transport.rest.json.JsonWriter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Import and export: documents a line each, streamed, however many there are. */
@Path("collections/{name}")
@Singleton
public final class TransferResource {
    private final Dispatcher dispatcher;
    private final JsonReader reader;
    private final JsonWriter writer;
    private final long maxLineBytes;

    /** Made by Jersey, once. */
    @Inject
    public TransferResource(
            Dispatcher dispatcher, JsonReader reader, JsonWriter writer, RestConfig config) {
        this.dispatcher = dispatcher;
        this.reader = reader;
        this.writer = writer;
        this.maxLineBytes = config.maxBodyBytes();
    }

    /** Imports documents as they arrive. */
    @POST
    @Path("import")
    @Consumes({NewlineJson.MEDIA_TYPE, NewlineJson.WITHOUT_X, NewlineJson.JSON_LINES})
    @Produces(MediaType.APPLICATION_JSON)
    public Response importDocuments(@PathParam("name") String collection, InputStream body) {
        return dispatcher.json(
                new ImportDocuments(collection, new DocumentLines(body, reader, maxLineBytes)),
                imported -> {
                    final Map<String, Object> json = new LinkedHashMap<>();
                    json.put("message", "Imported successfully");
                    json.put("count", imported.count());
                    return json;
                });
    }

    /** Exports the documents that match, over one moment of the collection. */
    @GET
    @Path("export")
    @Produces({NewlineJson.MEDIA_TYPE, NewlineJson.WITHOUT_X, NewlineJson.JSON_LINES})
    public Response exportDocuments(
            @PathParam("name") String collection, @QueryParam("query") @Nullable String query) {
        return dispatcher.ask(
                new ExportDocuments(collection, queryIn(query)),
                cursor -> Response.ok(lines(cursor)));
    }

    /** Whether there is something to export, without opening it. */
    @HEAD
    @Path("export")
    @Produces({NewlineJson.MEDIA_TYPE, NewlineJson.WITHOUT_X, NewlineJson.JSON_LINES})
    public Response headOfExport(@PathParam("name") String collection) {
        return dispatcher.ask(new DescribeCollection(collection), _ -> Response.ok());
    }

    private StreamingOutput lines(DocumentCursor cursor) {
        return out -> {
            try (cursor) {
                writer.writeLines(cursor, out);
            } catch (IOException | RuntimeException e) {
                if (!dispatcher.exchange().breaksOff(e)) {
                    throw e;
                }
            }
        };
    }

    private Map<String, @Nullable Object> queryIn(@Nullable String query) {
        if (query == null || query.isBlank()) {
            return Map.of();
        }
        final byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
        return new JsonValue(reader.read(bytes, 0, bytes.length)).object();
    }
}
