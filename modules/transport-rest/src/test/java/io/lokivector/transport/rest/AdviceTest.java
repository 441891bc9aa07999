package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.AdviceOptions;
import io.lokivector.spi.request.AdviceRun;
import io.lokivector.spi.request.CollectionRequest.AdviseIndex;
import io.lokivector.spi.request.IndexAdvice;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.transport.rest.RestServer.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final String ROUTE = "/collections/my%20books/index/e/advise";
    private static final Call CALL =
            new Call(Credentials.ofApiKey("lvk_1"), "test", "nowhere", "request-1");
    private static final IndexAdvice ADVICE =
            new IndexAdvice(
                    "e",
                    "hnsw",
                    5_000_000_000L,
                    10_000,
                    60,
                    40,
                    10,
                    0.95,
                    List.of(
                            new IndexAdvice.Point(
                                    Map.of("m", 16L, "quantization", "8bit"),
                                    Optional.of(64),
                                    0.97,
                                    12_345.5,
                                    640.25,
                                    Map.of("links", 128.5),
                                    1.5,
                                    true),
                            new IndexAdvice.Point(
                                    Map.of(),
                                    Optional.empty(),
                                    0.5,
                                    1.5,
                                    1600.5,
                                    Map.of(),
                                    0.5,
                                    false)),
                    Optional.of(0),
                    "Take it.",
                    List.of("Mind the gap."),
                    false,
                    59.5);

    private static RestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** An advice that is there, or fails, when it has been waited for so often. */
    private static final class Run implements AdviceRun {
        private final Optional<LokiVectorException> failure;
        private final CountDownLatch closed = new CountDownLatch(1);
        private int waits;

        Run(int waits, Optional<LokiVectorException> failure) {
            this.waits = waits;
            this.failure = failure;
        }

        @Override
        public Optional<IndexAdvice> await(Duration atMost) {
            if (waits-- > 0) {
                return Optional.empty();
            }
            failure.ifPresent(e -> {
                throw e;
            });
            return Optional.of(ADVICE);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static AdviceOptions options() {
        return AdviceOptions.schema()
                .bind(
                        Map.of(
                                "sample",
                                500,
                                "type",
                                "hnsw",
                                "ef",
                                List.of(20, 40),
                                "options",
                                Map.of("m", List.of(8L, 16L)),
                                "timeLimit",
                                "5s"),
                        "");
    }

    private static void check(int waits) throws InterruptedException {
        final Run run = new Run(waits, Optional.empty());
        server.answer(run);
        final AdviseIndex request = new AdviseIndex("my books", "e", options());
        final RestClient client = new RestClient(server.address(), server.http);
        final Outcome<AdviceRun> outcome = client.handle(CALL, request);
        assertEquals(request, server.request());
        final AdviceRun answer =
                (AdviceRun) assertInstanceOf(Outcome.Answered.class, outcome).value();
        assertEquals(ADVICE, answer.await(Duration.ZERO).orElseThrow());
        assertTrue(run.closed.await(20, TimeUnit.SECONDS), "it was not closed");
    }

    @Test
    void anAdviceThatIsThereAtOnceIsAnswered() throws InterruptedException {
        check(0);
    }

    @Test
    void anAdviceThatTakesTimeIsAnsweredAfterEmptyLines() throws InterruptedException {
        check(3);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        server.answer(new Run(0, Optional.empty()));
        assertEquals(200, server.post(ROUTE, "{}").status());
        assertEquals(new AdviseIndex("my books", "e", AdviceOptions.defaults()), server.request());
    }

    @Test
    void aFailureAtOnceHasItsStatus() throws Exception {
        final Run run =
                new Run(
                        0,
                        Optional.of(
                                new LokiVectorException(ErrorCode.CONFLICT, "too few vectors")));
        server.answer(run);
        final Reply reply = server.post(ROUTE, "{}");
        assertEquals(409, reply.status());
        assertTrue(reply.body().contains("too few vectors"), reply.body());
        assertEquals(0, run.closed.getCount());
    }

    @Test
    void aLateFailureIsInTheBody() throws Exception {
        server.answer(
                new Run(
                        2,
                        Optional.of(
                                new LokiVectorException(ErrorCode.UNAVAILABLE, "it was dropped"))));
        final Reply reply = server.post(ROUTE, "{}");
        assertEquals(200, reply.status());
        assertTrue(reply.body().startsWith("\n"), reply.body());
        assertTrue(reply.body().contains("it was dropped"), reply.body());
        assertTrue(reply.body().contains("UNAVAILABLE"), reply.body());
    }

    @Test
    void anAdviceIsGivenUpWhenTheClientLeaves() throws Exception {
        final Run run = new Run(Integer.MAX_VALUE, Optional.empty());
        server.answer(run);
        try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
            send(socket);
            assertTrue(socket.getInputStream().read() >= 0, "the answer has begun");
        }
        assertTrue(run.closed.await(20, TimeUnit.SECONDS), "it goes on for nobody");
    }

    private static void send(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(
                        ("POST "
                                        + ROUTE
                                        + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Type: application/json\r\n"
                                        + "Content-Length: 2\r\n\r\n{}")
                                .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void nonsenseIsRefusedWithItsPlace() throws Exception {
        final Reply reply = server.post(ROUTE, "{\"sample\": 3}");
        assertEquals(400, reply.status());
        assertTrue(reply.body().contains("sample"), reply.body());
    }
}
