package io.lokivector.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of the REST API that speaks JSON texts; with an empty key it shows none. */
record Rest(HttpClient http, String address, String key) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer. */
    record Answer(int status, JsonNode body) {
        /** The body, after making sure of the status. */
        JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError(
                        "expected " + expected + " but got " + status + ": " + body);
            }
            return body;
        }
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path, String body) {
        return send("POST", path, body);
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    /** The status of {@code /health/ready} without a key; 0 while nobody listens. */
    int readiness() {
        try {
            return new Rest(http, address, "").get("/health/ready").status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** Sends a request; a failure of the connection is an {@link UncheckedIOException}. */
    Answer send(String method, String path, String body) {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        try {
            final HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(body);
        }
    }
}
