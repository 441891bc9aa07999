package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.LokiVector;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.TransportBinding;
import io.lokivector.transport.rest.RestServer.Reply;
import io.lokivector.transport.rest.json.JsonWriter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes as server-sent events. */
@Timeout(60)
class ChangeEventsTest {
    private static final Change CHANGE =
            new Change(
                    5,
                    Instant.EPOCH,
                    "c",
                    Change.Operation.INSERTED,
                    1,
                    0,
                    Optional.of(Map.of("text", "two\nlines")),
                    false);

    /** What is to come, and then the end. */
    private static final class Scripted implements ChangeStream {
        private final Queue<ChangePage> pages;
        private final boolean isForgotten;

        Scripted(List<ChangePage> pages, boolean isForgotten) {
            this.pages = new ArrayDeque<>(pages);
            this.isForgotten = isForgotten;
        }

        @Override
        public Optional<ChangePage> next(int limit, Duration atMost) {
            if (pages.isEmpty() && isForgotten) {
                throw new LokiVectorException(ErrorCode.GONE, "too late");
            }
            return Optional.ofNullable(pages.poll());
        }

        @Override
        public void close() {}
    }

    private static String events(ChangeStream stream, Optional<Problem> refusal)
            throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EventStream(stream, new JsonWriter(), Duration.ZERO, () -> refusal).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ChangePage page(long last, Change... changes) {
        return new ChangePage(List.of(changes), 0, last, false);
    }

    private static final String FIRST =
            """
            : changes follow

            id: 5
            event: change
            data: {"sequence":5,"time":0,"name":"c","operation":"I","id":1,"revision":0,\
            "obj":{"text":"two\\nlines"}}

            """;

    @Test
    void aChangeIsAnEventAndAnIdAloneSaysThatThereWasNone() throws IOException {
        assertEquals(
                FIRST + "id: 9\n\nid: 9\n\nid: 12\n\n",
                events(
                        new Scripted(List.of(page(9, CHANGE), page(9), page(12)), false),
                        Optional.empty()));
    }

    @Test
    void whoHasFallenBehindIsToldSo() throws IOException {
        assertEquals(
                FIRST + "event: problem\ndata: {\"error\":\"too late\",\"code\":\"GONE\"}\n\n",
                events(new Scripted(List.of(page(5, CHANGE)), true), Optional.empty()));
    }

    @Test
    void whoseKeyIsRevokedHearsNoMore() throws IOException {
        assertEquals(
                FIRST
                        + "event: problem\n"
                        + "data: {\"error\":\"revoked\",\"code\":\"UNAUTHENTICATED\"}\n\n",
                events(
                        new Scripted(List.of(page(5, CHANGE), page(6)), false),
                        Optional.of(Problem.of(ErrorCode.UNAUTHENTICATED, "revoked"))));
    }

    @TempDir private Path directory;

    private LokiVector database;
    private JettyHost host;
    private RestTransport transport;
    private TransportBinding binding;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws Exception {
        database = LokiVector.open(directory);
        host = new JettyHost();
        transport =
                new RestTransport(
                        new RestConfig("/", true, 1 << 20, 64),
                        host,
                        new Random(1),
                        InstantSource.system());
        binding = transport.start(this::answer);
    }

    @AfterEach
    void close() {
        transport.close();
        host.close();
        database.close();
        // Not close(), which waits for streams that nobody reads to their end.
        http.shutdownNow();
    }

    private <R> Outcome<R> answer(Call call, Request<R> request) {
        try {
            if (request instanceof final ChangeRequest<R> changes) {
                return new Outcome.Answered<>(
                        database.execute(changes, _ -> true), Optional.empty());
            }
            return new Outcome.Refused<>(
                    Problem.of(ErrorCode.BAD_REQUEST, request.name()), Optional.empty());
        } catch (LokiVectorException e) {
            return new Outcome.Refused<>(Problem.of(e), Optional.empty());
        }
    }

    private HttpResponse<InputStream> follow(String path, String... headers) throws Exception {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(binding.address() + path))
                        .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** Reads lines up to the next id of an event, and gives that. */
    private static long nextEvent(BufferedReader lines) throws IOException {
        long id = -1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring(4));
            } else if (line.startsWith("event: change")) {
                return id;
            }
        }
        throw new AssertionError("the stream ended");
    }

    @Test
    void aClientThatComesBackGoesOnWhereItWas() throws Exception {
        database.createCollection("c").insert(Map.of("n", 1));
        final HttpResponse<InputStream> first = follow("/changes?since=0");
        assertEquals(200, first.statusCode());
        assertTrue(
                first.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("text/event-stream"));
        final long seen;
        try (BufferedReader lines = lines(first)) {
            seen = nextEvent(lines);
        }
        database.collection("c").insert(Map.of("n", 2));
        try (BufferedReader lines =
                lines(follow("/changes?since=0", "Last-Event-ID", String.valueOf(seen)))) {
            assertEquals(seen + 1, nextEvent(lines));
            database.collection("c").insert(Map.of("n", 3));
            assertEquals(seen + 2, nextEvent(lines));
        }
    }

    @Test
    void drainingEndsTheStreams() throws Exception {
        database.createCollection("c");
        try (BufferedReader lines = lines(follow("/collections/c/changes?since=now"))) {
            String line = lines.readLine();
            while (!": changes follow".equals(line)) {
                assertTrue(line != null, "the stream is open");
                line = lines.readLine();
            }
            assertTrue(binding.drain(Duration.ofSeconds(20)), "nobody waits for events");
            assertEquals(0, lines.lines().filter(each -> each.startsWith("event")).count());
        }
    }

    @Test
    void whatCannotBeFollowedIsRefusedAsAnyRequestIs() throws Exception {
        assertEquals(404, follow("/collections/none/changes").statusCode());
        assertEquals(410, follow("/changes?since=77").statusCode());
        assertEquals(400, follow("/changes?since=soon").statusCode());
    }

    @Test
    void jsonIsAnsweredToWhoeverDoesNotAskForEvents() throws Exception {
        final Reply reply =
                new Reply(
                        http.send(
                                HttpRequest.newBuilder(URI.create(binding.address() + "/changes"))
                                        .build(),
                                BodyHandlers.ofString()));
        assertEquals("{\"changes\":[],\"oldest\":0,\"last\":0,\"hasMore\":false}", reply.body());
    }

    @Test
    void askingForTheHeadFollowsNothing() throws Exception {
        for (int i = 0; i < 300; i++) {
            final HttpResponse<Void> head =
                    http.send(
                            HttpRequest.newBuilder(URI.create(binding.address() + "/changes"))
                                    .header("Accept", "text/event-stream")
                                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding());
            assertEquals(200, head.statusCode());
        }
    }
}
