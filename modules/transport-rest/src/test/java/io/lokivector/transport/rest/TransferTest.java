package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest.DescribeCollection;
import io.lokivector.spi.request.DocumentCursor;
import io.lokivector.spi.request.DocumentRequest.ExportDocuments;
import io.lokivector.spi.request.DocumentRequest.ImportDocuments;
import io.lokivector.spi.request.DocumentRequest.Imported;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.transport.rest.RestServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Import and export stream, in order and in bounded memory. */
class TransferTest {
    private static final String IMPORT = "/collections/b/import";
    private static final String EXPORT = "/collections/b/export";
    private static final String NDJSON = "application/x-ndjson";
    private static final Call CALL = new Call(Credentials.none(), "test", "nowhere", "r-1");

    private static RestServer server;
    private static RestClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
        client = new RestClient(server.address(), server.http);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.forget();
    }

    /** Takes what it is given, and counts. */
    private static List<Map<String, Object>> taking() {
        final List<Map<String, Object>> taken = new ArrayList<>();
        server.script(request -> {
            ((ImportDocuments) request).documents().forEachRemaining(taken::add);
            return RestServer.answered(new Imported(taken.size()));
        });
        return taken;
    }

    @ParameterizedTest
    @ValueSource(strings = {NDJSON, "application/ndjson", "application/jsonl"})
    void documentsAreImportedALineEach(String type) throws Exception {
        final List<Map<String, Object>> taken = taking();
        final Reply reply =
                server.post(
                        IMPORT, "{\"a\":1}\n\n \t\r\n{\"a\":\"ä\"}\r\n{}", "Content-Type", type);
        assertEquals("{\"message\":\"Imported successfully\",\"count\":3}", reply.body());
        assertEquals(List.of(Map.of("a", 1L), Map.of("a", "ä"), Map.of()), taken);
    }

    @Test
    void nothingIsImportedFromNothing() throws Exception {
        taking();
        assertEquals(200, server.post(IMPORT, "", "Content-Type", NDJSON).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1", "5", "[]", "{\"a\":1} {}", "{\"a\":NaN}", "{\"a\":1,\"a\":1}"})
    void aBadLineIsNamed(String line) throws Exception {
        final List<Map<String, Object>> taken = taking();
        final Reply reply =
                server.post(
                        IMPORT,
                        "{\"a\":1}\n{\"a\":2}\n" + line + "\n{\"a\":4}\n",
                        "Content-Type",
                        NDJSON);
        assertEquals(400, reply.status());
        final Map<?, ?> problem = (Map<?, ?>) reply.json();
        assertTrue(String.valueOf(problem.get("error")).startsWith("line 3: "), reply.body());
        assertEquals(3L, ((Map<?, ?>) problem.get("details")).get("line"));
        assertEquals(2, taken.size());
    }

    @Test
    void aLineThatIsTooLongIsNamed() throws Exception {
        taking();
        final Reply reply =
                server.post(
                        IMPORT,
                        "{}\n{\"a\":\"" + "x".repeat(RestServer.MAX_BODY_BYTES) + "\"}\n",
                        "Content-Type",
                        NDJSON);
        assertEquals(413, reply.status());
        assertTrue(reply.body().contains("line 2: "), reply.body());
    }

    @Test
    void anImportMayBeLargerThanABody() throws Exception {
        final List<Map<String, Object>> taken = taking();
        final Iterator<Map<String, Object>> documents =
                IntStream.range(0, 20_000)
                        .mapToObj(i ->
                                Map.<String, Object>of("n", (long) i, "text", "x".repeat(i % 50)))
                        .iterator();
        final Outcome<?> outcome = client.handle(CALL, new ImportDocuments("b", documents));
        assertEquals(
                new Imported(20_000), assertInstanceOf(Outcome.Answered.class, outcome).value());
        assertEquals(19_999L, taken.getLast().get("n"));
    }

    @Test
    void documentsAreTakenWhileOthersAreStillToCome() throws Exception {
        final CountDownLatch first = new CountDownLatch(1);
        server.script(request -> {
            final Iterator<?> documents = ((ImportDocuments) request).documents();
            documents.next();
            first.countDown();
            long count = 1;
            while (documents.hasNext()) {
                documents.next();
                count++;
            }
            return RestServer.answered(new Imported(count));
        });
        // A socket of the test's own: a client library may hold back what it was given.
        try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
            final OutputStream out = socket.getOutputStream();
            out.write(importHead(IMPORT));
            out.write(chunk("{\"a\":1}\n"));
            out.flush();
            assertTrue(
                    first.await(10, TimeUnit.SECONDS), "the first document waits for the second");
            out.write(chunk("{\"a\":2}\n"));
            out.write(chunk(""));
            out.flush();
            final String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertTrue(answer.contains("\"count\":2"), answer);
        }
    }

    private static byte[] importHead(String path) {
        final String lines =
                String.join(
                        "\r\n",
                        "POST " + path + " HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: " + NDJSON,
                        "Transfer-Encoding: chunked",
                        "Connection: close");
        return (lines + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aFaultOfTheSourceReachesTheClient() {
        taking();
        final Iterator<Map<String, Object>> documents =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        throw new LokiVectorException(ErrorCode.BAD_REQUEST, "line 7 is odd");
                    }

                    @Override
                    public Map<String, Object> next() {
                        return Map.of();
                    }
                };
        assertEquals(
                "line 7 is odd",
                assertInstanceOf(
                                Outcome.Refused.class,
                                client.handle(CALL, new ImportDocuments("b", documents)))
                        .problem()
                        .message());
    }

    @Test
    void jsonIsNotImported() throws Exception {
        final Reply reply = server.post(IMPORT, "[]", "Content-Type", "application/json");
        assertEquals(415, reply.status());
        assertTrue(reply.body().contains("Content-Type: " + NDJSON), reply.body());
    }

    /** Documents that end, or fail, after some; remembers whether it was closed. */
    private static final class Cursor implements DocumentCursor {
        private final int count;
        private final int failAt;
        private int given;
        private volatile boolean isClosed;

        Cursor(int count, int failAt) {
            this.count = count;
            this.failAt = failAt;
        }

        @Override
        public boolean hasNext() {
            return given < count;
        }

        @Override
        public Map<String, Object> next() {
            if (given == failAt) {
                throw new IllegalStateException("the disk is gone");
            }
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("n", (long) given++);
            document.put("text", "ä\n");
            return document;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    @Test
    void documentsAreExportedALineEach() throws Exception {
        final Cursor cursor = new Cursor(2, -1);
        server.answer(cursor);
        final Reply reply = server.get(EXPORT);
        assertEquals(NDJSON, reply.header("Content-Type"));
        assertEquals("{\"n\":0,\"text\":\"ä\\n\"}\n{\"n\":1,\"text\":\"ä\\n\"}\n", reply.body());
        assertTrue(cursor.isClosed);
        assertEquals(new ExportDocuments("b", Map.of()), server.request());
    }

    @Test
    void anExportMayBeOfAQuery() {
        server.answer(new Cursor(50_000, -1));
        final ExportDocuments request =
                new ExportDocuments("b", Map.of("title", "a&b=c +%ä", "n", Map.of("$gt", 1L)));
        final Outcome<DocumentCursor> outcome = client.handle(CALL, request);
        assertEquals(request, server.request());
        try (DocumentCursor cursor = ((Outcome.Answered<DocumentCursor>) outcome).value()) {
            long count = 0;
            while (cursor.hasNext()) {
                assertEquals(count++, cursor.next().get("n"));
            }
            assertEquals(50_000, count);
        }
    }

    @Test
    void anExportThatFailsHalfWayIsNotTakenForWhole() {
        final Cursor cursor = new Cursor(100_000, 50_000);
        server.answer(cursor);
        assertThrows(IOException.class, () -> server.get(EXPORT));
        assertTrue(cursor.isClosed);
    }

    @Test
    void anExportThatFailsAtOnceIsAnInternalError() throws Exception {
        final Cursor cursor = new Cursor(10, 0);
        server.answer(cursor);
        assertEquals(500, server.get(EXPORT).status());
        assertTrue(cursor.isClosed);
    }

    @Test
    void anExportThatNobodyReadsOnIsClosed() throws Exception {
        final Cursor cursor = new Cursor(Integer.MAX_VALUE, -1);
        server.answer(cursor);
        try (InputStream body =
                server.http
                        .send(
                                HttpRequest.newBuilder(server.address().resolve(EXPORT)).build(),
                                BodyHandlers.ofInputStream())
                        .body()) {
            assertEquals('{', body.read());
        }
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!cursor.isClosed && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertTrue(cursor.isClosed);
    }

    @Test
    void theHeadOfAnExportOpensNothing() throws Exception {
        server.answer(new CollectionInfo("b", 0, 0, 1, Instant.EPOCH, List.of(), Map.of()));
        final Reply reply = server.send("HEAD", EXPORT, (byte[]) null);
        assertEquals(200, reply.status());
        assertEquals(List.of(new DescribeCollection("b")), server.requests());
    }

    @Test
    void anImportCutOffIsNoEndOfTheDocuments() throws Exception {
        final List<Map<String, Object>> taken = new ArrayList<>();
        final CountDownLatch first = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        final List<RuntimeException> failures = new ArrayList<>();
        server.script(request -> {
            final ImportDocuments wanted = (ImportDocuments) request;
            if (!wanted.collection().equals("cut")) {
                // One that an earlier test has given up may arrive only now.
                return RestServer.answered(new Imported(0));
            }
            try {
                wanted.documents()
                        .forEachRemaining(document -> {
                            taken.add(document);
                            first.countDown();
                        });
            } catch (RuntimeException e) {
                failures.add(e);
                throw e;
            } finally {
                ended.countDown();
            }
            return RestServer.answered(new Imported(taken.size()));
        });
        try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
            final OutputStream out = socket.getOutputStream();
            out.write(importHead("/collections/cut/import"));
            out.write(chunk("{\"a\":1}\n"));
            out.flush();
            assertTrue(first.await(10, TimeUnit.SECONDS));
            // Gone before the last chunk, which would have been the end of the documents.
        }
        assertTrue(ended.await(10, TimeUnit.SECONDS));
        assertEquals(1, failures.size());
        assertEquals(1, taken.size());
        assertEquals(
                ErrorCode.BAD_REQUEST,
                assertInstanceOf(LokiVectorException.class, failures.getFirst()).code());
    }
}
