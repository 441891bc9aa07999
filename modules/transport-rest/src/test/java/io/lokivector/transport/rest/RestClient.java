package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.AggregateRequest;
import io.lokivector.spi.request.CacheRequest;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.IndexSwitchRequest;
import io.lokivector.spi.request.KeyRequest;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.request.ViewRequest;
import io.lokivector.spi.request.WriteRequest;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.transport.rest.json.JsonReader;
import io.lokivector.transport.rest.json.JsonValue;
import io.lokivector.transport.rest.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A handler that asks a server over REST: what a suite checks of a handler, it checks of the whole
 * way through HTTP with this.
 *
 * <p>Outcomes come without their rate; a document's vector comes as a list of Double. Thread-safe.
 */
public final class RestClient implements RequestHandler {
    private final URI server;
    private final HttpClient http;
    private final JsonReader reader = new JsonReader(1_000);
    private final JsonWriter writer = new JsonWriter();

    /** A client of the server at an address such as {@code http://localhost:4000}. */
    public RestClient(URI server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    @Override
    @SuppressWarnings("unchecked") // each request is paired with the reader of what it answers
    public <R> Outcome<R> handle(Call call, Request<R> request) {
        try {
            return (Outcome<R>)
                    switch (request) {
                        case final ServerRequest<?> server -> onServer(call, server);
                        case final KeyRequest<?> key -> onKeys(call, key);
                        case final CollectionRequest<?> collection ->
                                onCollection(call, collection);
                        case final DocumentRequest.Reading<?> reading -> reading(call, reading);
                        case final DocumentRequest.Writing<?> writing -> writing(call, writing);
                        case final SearchRequest<?> search -> onSearch(call, search);
                        case final IndexSwitchRequest switching -> onSwitch(call, switching);
                        case final CacheRequest<?> cache -> onCache(call, cache);
                        case final ViewRequest<?> view -> onViews(call, view);
                        case final WriteRequest<?> write -> onWrite(call, write);
                        case final TransformRequest<?> transform -> onTransforms(call, transform);
                        case final AggregateRequest<?> aggregate -> onAggregation(call, aggregate);
                        case final ChangeRequest<?> changes -> onChanges(call, changes);
                    };
        } catch (IOException e) {
            return refused(sourceFault(e).orElseThrow(() -> new UncheckedIOException(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(Problem.of(ErrorCode.UNAVAILABLE, "interrupted"));
        }
    }

    /** What the documents of an import had to say, if it was they who failed. */
    private static Optional<Problem> sourceFault(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof final LokiVectorException fault) {
                return Optional.of(Problem.of(fault));
            }
        }
        return Optional.empty();
    }

    private Outcome<?> onServer(Call call, ServerRequest<?> request)
            throws IOException, InterruptedException {
        return switch (request) {
            case ServerRequest.Status _ -> json(call, "GET", "/", null, WireReader::status);
            case ServerRequest.Health _ -> json(call, "GET", "/health", null, WireReader::health);
            case ServerRequest.Metrics _ -> metrics(call);
            case ServerRequest.ListCollections _ ->
                    json(call, "GET", "/collections", null, WireReader::collections);
            case ServerRequest.ListExtensions _ ->
                    json(call, "GET", "/api/plugins", null, WireReader::extensions);
        };
    }

    private Outcome<?> onKeys(Call call, KeyRequest<?> request)
            throws IOException, InterruptedException {
        final String keys = "/api/keys";
        return switch (request) {
            case KeyRequest.ListKeys _ -> json(call, "GET", keys, null, WireReader::keys);
            case KeyRequest.CountKeys _ ->
                    json(call, "GET", keys + "/stats", null, WireReader::keyStatistics);
            case KeyRequest.GetKey(var id) ->
                    json(call, "GET", keys + "/" + encoded(id), null, WireReader::key);
            case KeyRequest.RevokeKey(var id) ->
                    json(call, "DELETE", keys + "/" + encoded(id), null, WireReader::done);
            case KeyRequest.ChangeKey(var id, var change) ->
                    json(
                            call,
                            "PATCH",
                            keys + "/" + encoded(id),
                            WireWriter.change(change),
                            WireReader::key);
            case KeyRequest.CreateKey(var key) ->
                    issued(call, json(call, "POST", keys, WireWriter.newKey(key), Map.class::cast));
            case KeyRequest.RotateKey(var id) ->
                    issued(
                            call,
                            json(
                                    call,
                                    "POST",
                                    keys + "/" + encoded(id) + "/rotate",
                                    null,
                                    Map.class::cast));
        };
    }

    private Outcome<?> issued(Call call, Outcome<Map<?, ?>> outcome)
            throws IOException, InterruptedException {
        if (!(outcome instanceof Outcome.Answered<Map<?, ?>>(var answer, _))) {
            return outcome;
        }
        return json(
                call,
                "GET",
                "/api/keys/" + encoded(String.valueOf(answer.get("id"))),
                null,
                key -> WireReader.issued(key, answer));
    }

    private Outcome<?> onCollection(Call call, CollectionRequest<?> request)
            throws IOException, InterruptedException {
        final String path = path(request.collection());
        return switch (request) {
            case CollectionRequest.CreateCollection(var name, var options) -> {
                final Outcome<?> created =
                        json(
                                call,
                                "POST",
                                "/collections",
                                Map.of("name", name, "options", options),
                                value -> value);
                yield created instanceof Outcome.Refused<?>
                        ? created
                        : json(call, "GET", path, null, WireReader::collection);
            }
            case CollectionRequest.DescribeCollection _ ->
                    json(call, "GET", path, null, WireReader::collection);
            case CollectionRequest.AlterCollection(_, var newName, var options) -> {
                final Map<String, Object> body = new LinkedHashMap<>();
                newName.ifPresent(name -> body.put("name", name));
                body.put("options", options);
                yield json(call, "PATCH", path, body, WireReader::collection);
            }
            case CollectionRequest.DropCollection _ ->
                    json(call, "DELETE", path, null, WireReader::done);
            case CollectionRequest.CreateIndex(_, var fields, var type, var options) -> {
                final Map<String, Object> body = new LinkedHashMap<>();
                if (fields.size() == 1) {
                    body.put("field", fields.get(0));
                } else {
                    body.put("fields", fields);
                }
                type.ifPresent(name -> body.put("type", name));
                body.put("options", options);
                yield json(call, "POST", path + "/index", body, WireReader::createdIndex);
            }
            case CollectionRequest.ListIndexes _ ->
                    json(call, "GET", path + "/indexes", null, WireReader::indexes);
            case CollectionRequest.DescribeIndex(_, var field) ->
                    json(call, "GET", path + "/index/" + encoded(field), null, WireReader::index);
            case CollectionRequest.AdviseIndex(_, var field, var options) ->
                    json(
                            call,
                            "POST",
                            path + "/index/" + encoded(field) + "/advise",
                            WireWriter.advice(options),
                            WireReader::advice);
            case CollectionRequest.DropIndex(_, var field) ->
                    json(call, "DELETE", path + "/index/" + encoded(field), null, WireReader::done);
        };
    }

    private Outcome<?> reading(Call call, DocumentRequest.Reading<?> request)
            throws IOException, InterruptedException {
        final String path = path(request.collection());
        return switch (request) {
            case DocumentRequest.Find(_, var query, var options) ->
                    json(
                            call,
                            "POST",
                            path + "/find",
                            WireWriter.find(query, options),
                            WireReader::documents);
            case DocumentRequest.Explain(_, var query, var options) ->
                    json(
                            call,
                            "POST",
                            path + "/explain",
                            WireWriter.find(query, options),
                            WireReader::object);
            case DocumentRequest.FindOne(_, var query, var options) ->
                    ifFound(
                            json(
                                    call,
                                    "POST",
                                    path + "/findOne",
                                    WireWriter.find(query, options),
                                    WireReader::object),
                            "no document");
            case DocumentRequest.Count(_, var query) ->
                    json(
                            call,
                            "POST",
                            path + "/count",
                            Map.of("query", query),
                            value -> WireReader.number(value, "count"));
            case DocumentRequest.GetDocument(_, long id) ->
                    ifFound(
                            json(call, "GET", path + "/documents/" + id, null, WireReader::object),
                            "no document");
            case DocumentRequest.ExportDocuments(_, var query) ->
                    export(call, path + "/export?query=" + encoded(text(query)));
        };
    }

    /** "No such document" is an answer of the request, "no such collection" is not. */
    private static <T> Outcome<?> ifFound(Outcome<T> outcome, String beginning) {
        return switch (outcome) {
            case Outcome.Answered<T>(T value, _) -> answered(Optional.of(value));
            case Outcome.Refused<T>(Problem problem, _)
                    when problem.code() == ErrorCode.NOT_FOUND
                            && problem.message().startsWith(beginning) ->
                    answered(Optional.empty());
            case Outcome.Refused<T> refused -> refused;
        };
    }

    private Outcome<?> writing(Call call, DocumentRequest.Writing<?> request)
            throws IOException, InterruptedException {
        final String path = path(request.collection());
        return switch (request) {
            case DocumentRequest.Insert(_, var documents) ->
                    json(
                            call,
                            "POST",
                            path + "/insert",
                            Map.of("documents", documents),
                            WireReader::inserted);
            case DocumentRequest.Update(_, var query, var update) ->
                    json(
                            call,
                            "POST",
                            path + "/update",
                            Map.of("query", query, "update", update),
                            value -> WireReader.number(value, "updated"));
            case DocumentRequest.Remove(_, var query) ->
                    json(
                            call,
                            "POST",
                            path + "/remove",
                            Map.of("query", query),
                            value -> WireReader.number(value, "removed"));
            case DocumentRequest.ReplaceDocument(_, long id, var document, var revision) ->
                    document(call, "PUT", path, id, document, revision, WireReader::object);
            case DocumentRequest.PatchDocument(_, long id, var patch, var revision) ->
                    document(call, "PATCH", path, id, patch, revision, WireReader::object);
            case DocumentRequest.DeleteDocument(_, long id, var revision) ->
                    document(call, "DELETE", path, id, null, revision, WireReader::done);
            case DocumentRequest.ImportDocuments(_, var documents) ->
                    read(
                            send(
                                    builder(call, path + "/import")
                                            .header("Content-Type", "application/x-ndjson")
                                            .POST(
                                                    BodyPublishers.ofInputStream(() ->
                                                            new LinesInput(documents, writer)))),
                            WireReader::imported);
        };
    }

    private <T> Outcome<T> document(
            Call call,
            String method,
            String path,
            long id,
            Object body,
            Optional<Long> revision,
            Function<Object, T> value)
            throws IOException, InterruptedException {
        final HttpRequest.Builder builder = builder(call, path + "/documents/" + id);
        revision.ifPresent(wanted -> builder.header("If-Match", "\"" + wanted + "\""));
        return read(send(with(builder, method, body)), value);
    }

    private Outcome<?> onWrite(Call call, WriteRequest<?> request)
            throws IOException, InterruptedException {
        final WireWrites wire = WireWrites.of(request);
        return json(
                call,
                "POST",
                path(request.collection()) + wire.route(),
                wire.body(),
                wire.answer()::apply);
    }

    private Outcome<?> onSearch(Call call, SearchRequest<?> request)
            throws IOException, InterruptedException {
        final String path = path(request.collection()) + "/search";
        return switch (request) {
            case SearchRequest.Search(_, var options) ->
                    json(call, "POST", path, WireWriter.search(options), WireReader::documents);
            case SearchRequest.SearchBatch(_, var searches) ->
                    json(
                            call,
                            "POST",
                            path + "/batch",
                            Map.of("searches", searches.stream().map(WireWriter::search).toList()),
                            WireReader::documentLists);
        };
    }

    private Outcome<?> onTransforms(Call call, TransformRequest<?> request)
            throws IOException, InterruptedException {
        final String path = path(request.collection());
        final String all = path + "/transforms";
        return switch (request) {
            case TransformRequest.AddTransform(_, var name, var steps) ->
                    json(
                            call,
                            "POST",
                            all,
                            Map.of("name", name, "steps", steps),
                            WireReader::transform);
            case TransformRequest.SetTransform(_, var name, var steps) ->
                    json(
                            call,
                            "PUT",
                            all + "/" + encoded(name),
                            Map.of("steps", steps),
                            WireReader::transform);
            case TransformRequest.RemoveTransform(_, var name) ->
                    json(call, "DELETE", all + "/" + encoded(name), null, WireReader::done);
            case TransformRequest.GetTransform(_, var name) ->
                    ifFound(
                            json(
                                    call,
                                    "GET",
                                    all + "/" + encoded(name),
                                    null,
                                    WireReader::transform),
                            "no transform");
            case TransformRequest.ListTransforms _ ->
                    json(call, "GET", all, null, WireReader::transforms);
            case TransformRequest.RunTransform(_, var name, var params) ->
                    json(
                            call,
                            "POST",
                            all + "/" + encoded(name) + "/run",
                            Map.of("params", params),
                            WireReader::documents);
            case TransformRequest.RunSteps(_, var steps, var params) ->
                    json(
                            call,
                            "POST",
                            path + "/transform",
                            Map.of("steps", steps, "params", params),
                            WireReader::documents);
        };
    }

    private Outcome<?> onAggregation(Call call, AggregateRequest<?> request)
            throws IOException, InterruptedException {
        final String path = path(request.collection());
        return switch (request) {
            case AggregateRequest.Aggregate(_, var pipeline) ->
                    json(
                            call,
                            "POST",
                            path + "/aggregate",
                            Map.of("pipeline", pipeline),
                            WireReader::documents);
            case AggregateRequest.Distinct(_, var field, var query) ->
                    json(
                            call,
                            "POST",
                            path + "/distinct",
                            Map.of("field", field, "query", query),
                            List.class::cast);
            case AggregateRequest.Statistics(_, var field, boolean withValues) ->
                    json(
                            call,
                            "GET",
                            path + "/stats?field=" + encoded(field) + "&values=" + withValues,
                            null,
                            WireReader::statistics);
        };
    }

    private Outcome<?> onSwitch(Call call, IndexSwitchRequest request)
            throws IOException, InterruptedException {
        final SwitchWire wire = SwitchWire.of(request);
        return json(
                call,
                "POST",
                path(request.collection()) + "/index/" + encoded(request.field()) + wire.route(),
                wire.body(),
                WireReader::index);
    }

    private Outcome<?> onCache(Call call, CacheRequest<?> request)
            throws IOException, InterruptedException {
        final String path = path(request.collection()) + "/cache";
        return switch (request) {
            case CacheRequest.DescribeCache _ -> json(call, "GET", path, null, WireReader::cache);
            case CacheRequest.ResizeCache(_, var capacity) ->
                    json(
                            call,
                            "POST",
                            path,
                            capacity.<Map<String, Object>>map(n -> Map.of("capacity", n))
                                    .orElse(Map.of()),
                            WireReader::done);
        };
    }

    private Outcome<?> onViews(Call call, ViewRequest<?> request)
            throws IOException, InterruptedException {
        final ViewWire wire = ViewWire.of(request, RestClient::encoded);
        return json(
                call,
                wire.method(),
                path(request.collection()) + wire.path(),
                wire.body(),
                wire.answer());
    }

    private Outcome<?> onChanges(Call call, ChangeRequest<?> request)
            throws IOException, InterruptedException {
        final String path = request.collection().map(RestClient::path).orElse("") + "/changes";
        return switch (request) {
            case ChangeRequest.ReadChanges(_, var start, int limit) ->
                    json(
                            call,
                            "GET",
                            path + "?limit=" + limit + "&" + since(start),
                            null,
                            WireReader::changes);
            case ChangeRequest.FlushChanges _ ->
                    json(call, "POST", path + "/flush", null, WireReader::done);
            case ChangeRequest.WatchChanges(_, var start) ->
                    follow(call, path + "?" + since(start));
        };
    }

    private static String since(ChangeRequest.Start start) {
        return switch (start) {
            case ChangeRequest.Start.After(long sequence) -> "since=" + sequence;
            case ChangeRequest.Start.Now _ -> "since=now";
            case ChangeRequest.Start.Unflushed _ -> "";
        };
    }

    private Outcome<?> follow(Call call, String path) throws IOException, InterruptedException {
        final HttpResponse<InputStream> answer =
                http.send(
                        builder(call, path).header("Accept", "text/event-stream").GET().build(),
                        BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) {
            return answered(new EventReader(answer.body(), reader));
        }
        try (InputStream body = answer.body()) {
            return refusedBy(body.readAllBytes());
        }
    }

    private Outcome<?> metrics(Call call) throws IOException, InterruptedException {
        final HttpResponse<byte[]> answer = send(builder(call, "/metrics").GET());
        return answer.statusCode() == 200
                ? answered(
                        new ServerRequest.MetricsReport(
                                answer.headers().firstValue("Content-Type").orElse(""),
                                new String(answer.body(), StandardCharsets.UTF_8)))
                : refusedBy(answer.body());
    }

    private Outcome<?> export(Call call, String path) throws IOException, InterruptedException {
        final HttpResponse<InputStream> answer =
                http.send(builder(call, path).GET().build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) {
            return answered(new LinesCursor(answer.body(), reader));
        }
        try (InputStream body = answer.body()) {
            return refusedBy(body.readAllBytes());
        }
    }

    private <T> Outcome<T> json(
            Call call, String method, String path, Object body, Function<Object, T> value)
            throws IOException, InterruptedException {
        return read(send(with(builder(call, path), method, body)), value);
    }

    private HttpRequest.Builder builder(Call call, String path) {
        final HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(path));
        final Credentials credentials = call.credentials();
        credentials.apiKey().ifPresent(key -> builder.header("X-API-Key", key.reveal()));
        credentials
                .bearer()
                .ifPresent(token -> builder.header("Authorization", "Bearer " + token.reveal()));
        return builder.header("X-Request-Id", call.requestId());
    }

    private HttpRequest.Builder with(HttpRequest.Builder builder, String method, Object body) {
        if (body == null) {
            return builder.method(method, BodyPublishers.noBody());
        }
        final BodyPublisher json = BodyPublishers.ofByteArray(bytes(body));
        return builder.header("Content-Type", "application/json").method(method, json);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder builder)
            throws IOException, InterruptedException {
        return http.send(builder.build(), BodyHandlers.ofByteArray());
    }

    private <T> Outcome<T> read(HttpResponse<byte[]> answer, Function<Object, T> value) {
        final Object json = reader.read(answer.body(), 0, answer.body().length);
        return answer.statusCode() < 300 || WireReader.isHealthReport(json)
                ? answered(value.apply(json))
                : refusedBy(answer.body());
    }

    private <T> Outcome<T> refusedBy(byte[] body) {
        return refused(WireReader.problem(JsonValue.objectIn(reader.read(body, 0, body.length))));
    }

    private byte[] bytes(Object value) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    private static String path(String collection) {
        return "/collections/" + encoded(collection);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static <T> Outcome<T> answered(T value) {
        return new Outcome.Answered<>(value, Optional.empty());
    }

    private static <T> Outcome<T> refused(Problem problem) {
        return new Outcome.Refused<>(problem, Optional.empty());
    }
}
