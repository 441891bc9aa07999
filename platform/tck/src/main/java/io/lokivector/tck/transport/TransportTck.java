package io.lokivector.tck.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.DocumentRequest.Find;
import io.lokivector.spi.request.DocumentRequest.Insert;
import io.lokivector.spi.request.DocumentRequest.Inserted;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.Transport;
import io.lokivector.spi.transport.TransportBinding;
import io.lokivector.tck.transport.WireClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every transport keeps: it hands on what was sent and nothing else, answers the one who
 * asked, shows nothing of the inside, and ends in order.
 *
 * <p>Extend it, and override {@link #transport()} and {@link #client(String)}. The transport under
 * test is given a frame limit of {@link #FRAME_LIMIT_BYTES}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class TransportTck {
    /** The largest frame or body that the transport under test is to take. */
    public static final int FRAME_LIMIT_BYTES = 64 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String KEY = "lvk_of_the_suite";
    private static final String SECRET_OF_THE_INSIDE = "jdbc:password=hunter2";

    private final ScriptedHandler handler = new ScriptedHandler(TransportTck::nothing);
    private Transport transport;
    private TransportBinding binding;
    private WireClient client;

    /** For subclasses. */
    protected TransportTck() {}

    /** Makes the transport under test, not yet started. */
    protected abstract Transport transport() throws Exception;

    /** Makes a client of the transport that is bound to an address. */
    protected abstract WireClient client(String address) throws Exception;

    @BeforeEach
    final void startTransport() throws Exception {
        transport = transport();
        binding = transport.start(handler);
        client = client(binding.address());
    }

    @AfterEach
    final void closeTransport() {
        transport.close();
    }

    private static Outcome<?> nothing(Request<?> request) {
        return switch (request) {
            case Find _ -> answered(List.of());
            case Insert _ -> answered(new Inserted(List.of(1L)));
            default -> refused(ErrorCode.BAD_REQUEST, "not part of the suite: " + request.name());
        };
    }

    private static <R> Outcome<R> answered(R value) {
        return new Outcome.Answered<>(value, Optional.empty());
    }

    private static <R> Outcome<R> refused(ErrorCode code, String message) {
        return new Outcome.Refused<>(Problem.of(code, message), Optional.empty());
    }

    @Test
    final void namesWhereClientsReachIt() {
        assertFalse(binding.address().isBlank());
    }

    @Test
    final void aRequestArrivesAsItWasSent() {
        client.find(KEY, "books", Map.of("title", "Dune \ud83c\udfdc ä"));
        assertEquals(
                new Find("books", Map.of("title", "Dune \ud83c\udfdc ä"), FindOptions.none()),
                handler.asked().getFirst().request());
    }

    @Test
    final void aCallCarriesWhoMadeIt() {
        client.find(KEY, "books", Map.of());
        final var call = handler.asked().getFirst().call();
        assertEquals(
                KEY,
                call.credentials()
                        .apiKey()
                        .or(() -> call.credentials().bearer())
                        .orElseThrow()
                        .reveal());
        assertFalse(call.transport().isBlank());
        assertFalse(call.remoteAddress().isBlank());
        assertFalse(call.requestId().isBlank());
    }

    @Test
    final void everyCallHasAnIdOfItsOwn() {
        client.find(KEY, "books", Map.of());
        client.find(KEY, "books", Map.of());
        assertNotEquals(
                handler.asked().get(0).call().requestId(),
                handler.asked().get(1).call().requestId());
    }

    @Test
    final void documentsComeBackAsTheyWere() {
        handler.answer(_ ->
                answered(
                        List.of(
                                Map.of("title", "Dune", "year", 1965L, "price", 9.5),
                                Map.of("v", new float[] {0.1f, 2f}))));
        final Answer.Documents documents =
                assertInstanceOf(Answer.Documents.class, client.find(KEY, "books", Map.of()));
        assertEquals(2, documents.documents().size());
        final Map<String, ?> first = documents.documents().getFirst();
        assertEquals("Dune", first.get("title"));
        assertEquals(1965, number(first.get("year")).intValue());
        assertEquals(9.5, number(first.get("price")).doubleValue());
        final List<?> vector = assertInstanceOf(List.class, documents.documents().get(1).get("v"));
        assertEquals(0.1f, number(vector.get(0)).floatValue());
    }

    @Test
    final void aRefusalShowsItsCodeAndItsSentence() {
        for (final ErrorCode code : ErrorCode.values()) {
            handler.answer(_ -> refused(code, "a sentence about " + code));
            final Answer.Failed failed =
                    assertInstanceOf(Answer.Failed.class, client.find(KEY, "books", Map.of()));
            assertEquals(code.name(), failed.code());
            assertTrue(failed.message().contains("a sentence about " + code), failed::raw);
        }
    }

    @Test
    final void aHandlerThatThrowsShowsNothingOfTheInside() {
        handler.answer(_ -> {
            throw new IllegalStateException(SECRET_OF_THE_INSIDE);
        });
        final Answer.Failed failed =
                assertInstanceOf(Answer.Failed.class, client.find(KEY, "books", Map.of()));
        assertEquals("INTERNAL", failed.code());
        assertFalse(failed.raw().contains(SECRET_OF_THE_INSIDE), failed::raw);
        assertFalse(failed.raw().contains("IllegalState"), failed::raw);
        assertFalse(failed.raw().contains("io.lokivector"), failed::raw);
    }

    @Test
    final void theKeyIsNeverSentBack() {
        handler.answer(_ -> refused(ErrorCode.UNAUTHENTICATED, "the key is revoked"));
        final Answer.Failed failed =
                assertInstanceOf(Answer.Failed.class, client.find(KEY, "books", Map.of()));
        assertFalse(failed.raw().contains(KEY), failed::raw);
    }

    @Test
    final void everyCallerGetsItsOwnAnswer() throws Exception {
        handler.answer(request -> answered(List.of(((Find) request).query())));
        final List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService callers = callers()) {
            for (int i = 0; i < 64; i++) {
                final Map<String, Object> query = Map.of("caller", (long) i);
                answers.add(callers.submit(() -> client.find(KEY, "books", query)));
            }
            for (int i = 0; i < answers.size(); i++) {
                final Answer.Documents documents =
                        assertInstanceOf(Answer.Documents.class, answers.get(i).get());
                assertEquals(i, number(documents.documents().getFirst().get("caller")).intValue());
            }
        }
    }

    @Test
    final void aSlowCallDoesNotHoldUpTheOthers() throws Exception {
        final CountDownLatch release = new CountDownLatch(1);
        handler.answer(request -> slowIfAsked(request, release));
        try (ExecutorService callers = callers()) {
            final List<Future<Answer>> slow = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                slow.add(callers.submit(() -> client.find(KEY, "slow", Map.of())));
            }
            await(() -> handler.underWay() == 32, "32 calls under way");
            assertInstanceOf(Answer.Documents.class, client.find(KEY, "quick", Map.of()));
            release.countDown();
            for (final Future<Answer> answer : slow) {
                assertInstanceOf(Answer.Documents.class, answer.get());
            }
        }
    }

    @Test
    final void whatIsTooLargeIsRefusedUnread() {
        final Answer answer =
                client.insert(KEY, "books", Map.of("text", "x".repeat(2 * FRAME_LIMIT_BYTES)));
        if (answer instanceof Answer.Failed(String code, _, _)) {
            assertEquals("TOO_LARGE", code);
        } else {
            // A transport may also hang up on whoever goes on sending.
            assertInstanceOf(Answer.Unreachable.class, answer);
        }
        assertEquals(List.of(), handler.asked());
        assertInstanceOf(Answer.Documents.class, client.find(KEY, "books", Map.of()));
    }

    @Test
    final void aBodyCutOffLeavesNothingRunning() {
        client.insertCutOff(KEY, "books");
        assertInstanceOf(Answer.Documents.class, client.find(KEY, "books", Map.of()));
        assertTrue(binding.drain(PATIENCE), "something is still running");
        assertTrue(
                handler.asked().stream().noneMatch(asked -> asked.request() instanceof Insert),
                "half an insert was handed on");
    }

    @Test
    final void drainingWaitsForWhatIsUnderWayAndTakesNothingNew() throws Exception {
        final CountDownLatch release = new CountDownLatch(1);
        handler.answer(request -> slowIfAsked(request, release));
        try (ExecutorService callers = callers()) {
            final Future<Answer> slow = callers.submit(() -> client.find(KEY, "slow", Map.of()));
            await(() -> handler.underWay() == 1, "the slow call under way");
            assertFalse(binding.drain(Duration.ofMillis(100)), "a call is still under way");
            final Answer late = client.find(KEY, "late", Map.of());
            if (late instanceof Answer.Failed(String code, _, _)) {
                assertEquals("UNAVAILABLE", code);
            } else {
                assertInstanceOf(Answer.Unreachable.class, late);
            }
            assertEquals(1, handler.asked().size());
            final Future<Boolean> drained = callers.submit(() -> binding.drain(PATIENCE));
            release.countDown();
            assertTrue(drained.get());
            assertInstanceOf(Answer.Documents.class, slow.get());
        }
    }

    @Test
    final void closingTwiceIsClosingOnce() {
        transport.close();
        transport.close();
        final Answer answer = client.find(KEY, "books", Map.of());
        assertFalse(answer instanceof Answer.Documents, "a closed transport answers");
        assertEquals(List.of(), handler.asked());
    }

    @Test
    final void closingBeforeStartingIsAllowed() throws Exception {
        transport.close();
        final Transport never = transport();
        never.close();
        never.close();
    }

    private static Outcome<?> slowIfAsked(Request<?> request, CountDownLatch release) {
        if (request instanceof final Find find && find.collection().equals("slow")) {
            try {
                if (!release.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return refused(ErrorCode.INTERNAL, "nobody released the slow call");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return refused(ErrorCode.UNAVAILABLE, "interrupted");
            }
        }
        return answered(List.of());
    }

    private static Number number(@Nullable Object value) {
        return assertInstanceOf(Number.class, value);
    }

    private static ExecutorService callers() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("caller-", 0).factory());
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        final long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("waited in vain for " + what);
            }
            Thread.sleep(5);
        }
    }
}
