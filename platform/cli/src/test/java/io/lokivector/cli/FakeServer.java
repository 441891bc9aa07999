package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that gives prepared answers and remembers what it was asked. */
final class FakeServer implements AutoCloseable {
    /** The key it accepts. */
    static final String KEY = "lvk_good";

    /** A request as it came. */
    record Asked(String call, String body) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body);
        }
    }

    private record Prepared(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Prepared> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Prepares the answer to a call such as {@code "GET /health"}. */
    void on(String call, int status, String body) {
        answers.put(call, new Prepared(status, body));
    }

    List<Asked> asked() {
        return asked;
    }

    List<Asked> asked(String call) {
        return asked.stream().filter(request -> request.call().equals(call)).toList();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            final String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
            asked.add(
                    new Asked(
                            call,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            final Prepared prepared =
                    KEY.equals(exchange.getRequestHeaders().getFirst("X-API-Key"))
                            ? answers.getOrDefault(
                                    call,
                                    new Prepared(404, "{\"error\":\"no answer for " + call + "\"}"))
                            : new Prepared(401, "{\"error\":\"An API key is needed.\"}");
            final byte[] body = prepared.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(prepared.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
