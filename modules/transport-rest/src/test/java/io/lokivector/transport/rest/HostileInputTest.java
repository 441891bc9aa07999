package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.transport.rest.RestServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that break servers: each is refused with its reason, and the server goes on. */
class HostileInputTest {
    private static final String INSERT = "/collections/b/insert";

    private static RestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.forget();
    }

    @AfterEach
    void theServerGoesOn() throws Exception {
        assertEquals(200, server.get("/health/live").status());
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                " ",
                "{",
                "[{\"sku\":\"z1\"},",
                "{bad",
                "{\"a\":1}}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1e400}",
                "{\"a\":-1e400}",
                "{\"a\":1" + "0".repeat(400) + "}",
                "{\"a\":" + "1".repeat(2000) + "}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":null,\"a\":null}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"\\ud800\":1}",
                "{\"a\":\"\u0001\"}",
                "{\"" + "k".repeat(20_000) + "\":1}",
                "[".repeat(33) + "]".repeat(33),
                "{\"a\":".repeat(33) + "1" + "}".repeat(33),
                "[".repeat(10_000),
                "/* comment */ {}",
                "\"text\"",
                "null",
                "5");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNotProperJsonIsRefused(String body) throws Exception {
        final Reply reply = server.post(INSERT, body);
        assertEquals(400, reply.status(), reply.body());
        final Map<?, ?> problem = (Map<?, ?>) reply.json();
        assertEquals("BAD_REQUEST", problem.get("code"));
        assertFalse(String.valueOf(problem.get("error")).isBlank());
        assertFalse(reply.body().contains("ackson"), reply.body());
        assertFalse(reply.body().contains("StreamRead"), reply.body());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void whatIsRareButProperIsTaken() throws Exception {
        server.answer(new DocumentRequest.Inserted(List.of(1L)));
        final String body =
                "{\"__proto__\":{\"polluted\":true},\"constructor\":1,\"\":\"empty\",\"big\":"
                        + "9223372036854775807,\"bigger\":9223372036854775808,\"pair\":"
                        + "\"\\ud83c\\udfdc\",\"zero\":-0.0,\"deep\":"
                        + "[".repeat(30)
                        + "]".repeat(30)
                        + "}";
        assertEquals(200, server.post(INSERT, body).status());
        final Map<String, Object> document =
                ((DocumentRequest.Insert) server.request()).documents().getFirst();
        assertEquals(Long.MAX_VALUE, document.get("big"));
        assertEquals(0x1p63, document.get("bigger"));
        assertEquals("\ud83c\udfdc", document.get("pair"));
        assertEquals("empty", document.get(""));
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsRefused() throws Exception {
        final String body = "{\"a\":\"" + "x".repeat(RestServer.MAX_BODY_BYTES) + "\"}";
        final Reply reply = server.post(INSERT, body);
        assertEquals(413, reply.status());
        assertEquals("TOO_LARGE", ((Map<?, ?>) reply.json()).get("code"));
        assertEquals("close", reply.header("Connection"));
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefused() throws Exception {
        final byte[] body =
                ("{\"a\":\"" + "x".repeat(RestServer.MAX_BODY_BYTES) + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
        final var reply =
                server.http.send(
                        HttpRequest.newBuilder(server.address().resolve(INSERT))
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body)))
                                .build(),
                        BodyHandlers.ofString());
        assertEquals(413, reply.statusCode());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aBodyAtTheLimitIsTaken() throws Exception {
        server.answer(new DocumentRequest.Inserted(List.of(1L)));
        final int overhead = "{\"a\":\"\"}".length();
        final String body = "{\"a\":\"" + "x".repeat(RestServer.MAX_BODY_BYTES - overhead) + "\"}";
        assertEquals(200, server.post(INSERT, body).status());
        assertEquals(413, server.post(INSERT, body + " ").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /collections/%E0%A4%A/export HTTP/1.1",
                "GET /collections/b/export?query=%7B HTTP/1.1",
                "GET /collections/b/export?query=[1] HTTP/1.1",
                "GET /collections/%00/indexes HTTP/1.1",
                "GET /collections?apiKey=a&apiKey=b HTTP/1.1",
            })
    void anAddressThatIsMalformedIsA400(String requestLine) throws Exception {
        server.answer(List.of());
        final String reply = raw(requestLine + "\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
    }

    @Test
    void anAnswerSplitByTheRequestIdIsNotPossible() throws Exception {
        final String reply =
                raw(
                        "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + "X-Request-Id: a b\u00e4<script>\r\n\r\n");
        assertTrue(reply.startsWith("HTTP/1.1 200 "), reply);
        assertFalse(reply.contains("script"), reply);
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            final InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
