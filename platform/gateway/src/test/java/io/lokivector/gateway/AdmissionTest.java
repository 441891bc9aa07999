package io.lokivector.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.ServerRequest.HealthReport;
import io.lokivector.spi.transport.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
    private final House house =
            new House(Map.of("maxConcurrentRequests", 2, "admissionTimeout", "20ms"));
    private final CountDownLatch inside = new CountDownLatch(2);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    /** Fills both places with requests that end when {@link #mayEnd} says so. */
    private CompletableFuture<Outcome<?>> occupyBoth() throws InterruptedException {
        house.engine.behaviour =
                _ -> {
                    inside.countDown();
                    await(mayEnd);
                    return FakeEngine.ANSWER;
                };
        final CompletableFuture<Outcome<?>> first = askInBackground();
        askInBackground();
        assertTrue(inside.await(30, TimeUnit.SECONDS));
        return first;
    }

    private CompletableFuture<Outcome<?>> askInBackground() {
        final CompletableFuture<Outcome<?>> outcome = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("asking")
                .start(() -> outcome.complete(house.ask("admin", House.find("hr"))));
        return outcome;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsTooMuchIsRefusedAndTheRestGoesOn() throws Exception {
        final CompletableFuture<Outcome<?>> first = occupyBoth();
        final Outcome<?> refused = house.ask("admin", House.find("hr"));
        assertEquals(ErrorCode.UNAVAILABLE, House.code(refused));
        assertTrue(House.problem(refused).message().contains("gateway.maxConcurrentRequests"));
        assertEquals(2, house.engine.reached.size());
        mayEnd.countDown();
        assertEquals(FakeEngine.ANSWER, House.answer(first.get()));
        House.answer(house.ask("admin", House.find("hr")));
    }

    @Test
    void aBusyServerStillTellsHowItIs() throws Exception {
        occupyBoth();
        assertEquals(FakeFacts.WELL, House.answer(house.askWithoutKey(new ServerRequest.Health())));
        mayEnd.countDown();
    }

    @Test
    void aRequestThatFailsGivesItsPlaceBack() {
        house.engine.behaviour =
                _ -> {
                    throw new IllegalStateException("broken");
                };
        for (int i = 0; i < 5; i++) {
            assertEquals(ErrorCode.INTERNAL, House.code(house.ask("admin", House.find("hr"))));
        }
    }

    @Test
    void drainingWaitsForWhatIsUnderWayAndRefusesWhatIsNew() throws Exception {
        final CompletableFuture<Outcome<?>> first = occupyBoth();
        assertFalse(house.path.drain(Duration.ofMillis(10)), "two are under way");
        assertEquals(ErrorCode.UNAVAILABLE, House.code(house.ask("admin", House.find("hr"))));
        mayEnd.countDown();
        assertTrue(house.path.drain(Duration.ofSeconds(30)));
        assertTrue(house.path.drain(Duration.ZERO), "once empty, always empty");
        assertEquals(FakeEngine.ANSWER, House.answer(first.get()), "it was let to its end");
        assertEquals(ErrorCode.UNAVAILABLE, House.code(house.ask("admin", House.find("hr"))));
        assertEquals(2, house.engine.reached.size());
    }

    @Test
    void whoWaitsForAPlaceWhenDrainingBeginsIsRefused() throws Exception {
        final House patient =
                new House(Map.of("maxConcurrentRequests", 1, "admissionTimeout", "30s"));
        patient.engine.behaviour =
                _ -> {
                    inside.countDown();
                    await(mayEnd);
                    return FakeEngine.ANSWER;
                };
        final CompletableFuture<Outcome<?>> working = new CompletableFuture<>();
        final CompletableFuture<Outcome<?>> waiting = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("working")
                .start(() -> working.complete(patient.ask("admin", House.find("a"))));
        while (inside.getCount() > 1) {
            Thread.sleep(1);
        }
        final Thread waiter =
                Thread.ofPlatform()
                        .name("waiting")
                        .start(() -> waiting.complete(patient.ask("admin", House.find("b"))));
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        assertFalse(patient.path.drain(Duration.ZERO));
        mayEnd.countDown();
        House.answer(working.get());
        assertEquals(ErrorCode.UNAVAILABLE, House.code(waiting.get()));
        assertEquals(1, patient.engine.reached.size());
    }

    @Test
    void aDrainingServerIsNotReady() {
        house.path.drain(Duration.ZERO);
        final HealthReport health =
                assertInstanceOf(
                        HealthReport.class,
                        House.answer(house.askWithoutKey(new ServerRequest.Health())));
        assertFalse(health.isReady());
        assertFalse(health.reason().isBlank());
        assertEquals(FakeFacts.WELL.uptime(), health.uptime());
    }
}
