package io.lokivector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A server over REST. Answers are JSON; every other outcome is a {@link Failure}. */
final class Server {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final String key;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    /**
     * A server.
     *
     * @param key the API key, or empty
     */
    Server(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    URI url() {
        return url;
    }

    /** A segment of a path that may hold any character. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return json(request(path).GET());
    }

    JsonNode delete(String path) {
        return json(request(path).DELETE());
    }

    JsonNode post(String path, JsonNode body) {
        return json(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Sends a file of newline-delimited JSON. */
    JsonNode upload(String path, Path file) {
        final BodyPublisher body;
        try {
            body = BodyPublishers.ofFile(file);
        } catch (IOException _) {
            throw new Failure(Failure.Kind.FAILED, "there is no file " + file + " to read");
        }
        return json(request(path).header("Content-Type", "application/x-ndjson").POST(body));
    }

    /** Receives newline-delimited JSON through {@code handler}. */
    <T> T download(String path, BodyHandler<T> handler) {
        final HttpResponse<Answer<T>> response =
                send(
                        request(path).header("Accept", "application/x-ndjson").GET().build(),
                        info ->
                                info.statusCode() == 200
                                        ? BodySubscribers.mapping(
                                                handler.apply(info), Answer::expected)
                                        : BodySubscribers.mapping(
                                                BodySubscribers.ofString(StandardCharsets.UTF_8),
                                                Answer::refusal));
        return switch (response.body()) {
            case Answer.Expected<T>(T body) -> body;
            case Answer.Refusal<T>(String body) -> throw refused(response.statusCode(), body);
        };
    }

    /** A body, or what the server says instead. */
    private sealed interface Answer<T> {
        record Expected<T>(T body) implements Answer<T> {}

        record Refusal<T>(String body) implements Answer<T> {}

        static <T> Answer<T> expected(T body) {
            return new Expected<>(body);
        }

        static <T> Answer<T> refusal(String body) {
            return new Refusal<>(body);
        }
    }

    private HttpRequest.Builder request(String path) {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path))
                        .timeout(ANSWER_TIMEOUT);
        return key.isEmpty() ? request : request.header("X-API-Key", key);
    }

    private JsonNode json(HttpRequest.Builder request) {
        final HttpResponse<String> response =
                send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode(), response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException _) {
            throw new Failure(
                    Failure.Kind.FAILED, "what answers at " + url + " is not a LokiVector server");
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNREACHABLE,
                    "no server answers at "
                            + url
                            + "; start one with 'lokivector start', or name another with --url ("
                            + e.getClass().getSimpleName()
                            + ")");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.FAILED, "interrupted");
        }
    }

    private Failure refused(int status, String body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException _) {
            answer = MissingNode.getInstance();
        }
        final String said =
                answer.path("message")
                        .asText(answer.path("error").asText("the server answered " + status));
        return switch (status) {
            case 401 ->
                    new Failure(
                            Failure.Kind.NOT_ALLOWED,
                            said
                                    + (key.isEmpty()
                                            ? " (give a key with --key or LOKIVECTOR_API_KEY)"
                                            : ""));
            case 403 -> new Failure(Failure.Kind.NOT_ALLOWED, said);
            default -> new Failure(Failure.Kind.FAILED, said);
        };
    }
}
