package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.transport.rest.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The REST transport on a port of its own, before a handler that answers as a test says. */
final class RestServer implements AutoCloseable, RequestHandler {
    static final int MAX_BODY_BYTES = 32 << 10;
    static final int MAX_JSON_DEPTH = 32;
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    final HttpClient http = HttpClient.newHttpClient();
    private final JettyHost host;
    private final RestTransport transport;
    private final URI address;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Request<?>> requests = new CopyOnWriteArrayList<>();
    private volatile Function<Request<?>, Outcome<?>> script = RestServer::unscripted;

    RestServer() throws Exception {
        this(new RestConfig("/", true, MAX_BODY_BYTES, MAX_JSON_DEPTH));
    }

    RestServer(RestConfig config) throws Exception {
        host = new JettyHost();
        transport = new RestTransport(config, host, new Random(7), InstantSource.fixed(NOW));
        address = URI.create(transport.start(this).address());
    }

    private static Outcome<?> unscripted(Request<?> request) {
        return refused(ErrorCode.UNAVAILABLE, "no answer was prepared for " + request.name());
    }

    static <R> Outcome<R> answered(R value) {
        return new Outcome.Answered<>(value, Optional.empty());
    }

    static <R> Outcome<R> refused(ErrorCode code, String message) {
        return new Outcome.Refused<>(Problem.of(code, message), Optional.empty());
    }

    /** Answers everything with a value from now on. */
    void answer(Object value) {
        script = _ -> answered(value);
    }

    void script(Function<Request<?>, Outcome<?>> script) {
        this.script = script;
    }

    void forget() {
        script = RestServer::unscripted;
        calls.clear();
        requests.clear();
    }

    URI address() {
        return address;
    }

    List<Request<?>> requests() {
        return List.copyOf(requests);
    }

    Request<?> request() {
        return requests.getLast();
    }

    Call call() {
        return calls.getLast();
    }

    @Override
    @SuppressWarnings("unchecked") // the test answers what the request asks for
    public <R> Outcome<R> handle(Call call, Request<R> request) {
        calls.add(call);
        requests.add(request);
        return (Outcome<R>) script.apply(request);
    }

    /** Sends a request; headers are names and values in turn. */
    Reply send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(
                method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply send(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        final HttpRequest.Builder builder =
                HttpRequest.newBuilder(address.resolve(path))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (body != null && !List.of(headers).contains("Content-Type")) {
            builder.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return new Reply(http.send(builder.build(), BodyHandlers.ofString()));
    }

    Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, (byte[]) null, headers);
    }

    Reply post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    @Override
    public void close() {
        transport.close();
        host.close();
        http.close();
    }

    /** What came back. */
    record Reply(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        Object json() {
            final byte[] bytes = body().getBytes(StandardCharsets.UTF_8);
            return new JsonReader(100).read(bytes, 0, bytes.length);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }
}
