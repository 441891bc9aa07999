package io.lokivector.transport.rest;

import io.lokivector.tck.transport.WireClient;
import io.lokivector.transport.rest.json.JsonReader;
import io.lokivector.transport.rest.json.JsonValue;
import io.lokivector.transport.rest.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Speaks HTTP for the suite. */
final class HttpWireClient implements WireClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonReader reader = new JsonReader(100);
    private final JsonWriter writer = new JsonWriter();
    private final URI address;

    HttpWireClient(String address) {
        this.address = URI.create(address);
    }

    @Override
    public Answer find(String apiKey, String collection, Map<String, Object> query) {
        return post(apiKey, "/collections/" + collection + "/find", Map.of("query", query));
    }

    @Override
    public Answer insert(String apiKey, String collection, Map<String, Object> document) {
        return post(apiKey, "/collections/" + collection + "/insert", document);
    }

    @Override
    public void insertCutOff(String apiKey, String collection) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            final OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /collections/"
                                    + collection
                                    + "/insert HTTP/1.1\r\nHost: test\r\nX-API-Key: "
                                    + apiKey
                                    + "\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 1000\r\n\r\n{\"half\": ")
                            .getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer post(String apiKey, String path, Map<String, ?> body) {
        try {
            final ByteArrayOutputStream json = new ByteArrayOutputStream();
            writer.write(body, json);
            final HttpResponse<byte[]> answer =
                    http.send(
                            HttpRequest.newBuilder(address.resolve(path))
                                    .header("X-API-Key", apiKey)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofByteArray(json.toByteArray()))
                                    .build(),
                            BodyHandlers.ofByteArray());
            return read(answer);
        } catch (IOException e) {
            return new Answer.Unreachable(String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("interrupted");
        }
    }

    private Answer read(HttpResponse<byte[]> answer) {
        final String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (!answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .startsWith("application/json")) {
            return new Answer.Unreachable(text);
        }
        final Object value = reader.read(answer.body(), 0, answer.body().length);
        if (answer.statusCode() != 200) {
            final Map<String, Object> failure = JsonValue.objectIn(value).orElseThrow();
            return new Answer.Failed(
                    String.valueOf(failure.get("code")),
                    failure.get("error") + " " + failure.get("message"),
                    answer.headers().map() + text);
        }
        final List<Map<String, Object>> documents = new ArrayList<>();
        if (value instanceof final List<?> list) {
            list.forEach(each -> documents.add(JsonValue.objectIn(each).orElseThrow()));
        }
        return new Answer.Documents(documents);
    }
}
