package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with documents that have a time to live. */
abstract class ExpirySuite extends ChangesSuite {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private CollectionInfo alter(Map<String, @Nullable Object> options) {
        return client.answer(
                new CollectionRequest.AlterCollection(name, Optional.empty(), options));
    }

    private static Map<String, Long> numbers(CollectionInfo info) {
        final Map<String, Long> numbers = new TreeMap<>();
        info.options().forEach((key, value) -> numbers.put(key, EngineClient.number(value)));
        return numbers;
    }

    @Test
    void theTimeToLiveIsShownChangedAndSwitchedOff() {
        assertEquals(
                Map.of("ttl", 60_000L, "ttlInterval", 500L),
                numbers(client.create(name, map("ttl", 60_000, "ttlInterval", 500))));
        assertEquals(
                Map.of("ttl", 90_000L, "ttlInterval", 500L), numbers(alter(map("ttl", 90_000))));
        assertEquals(Map.of(), alter(map("ttl", null)).options());
        assertEquals(
                Map.of("ttl", 7_000L, "ttlInterval", 1_000L),
                numbers(alter(map("ttl", 7_000, "ttlInterval", 0))));
        assertEquals(Map.of(), alter(map("ttl", 0)).options());
    }

    @Test
    void badTimesToLiveAreRefused() {
        for (final Object bad : List.of(-1, "soon", 1.5)) {
            client.assertRefused(
                    ErrorCode.BAD_REQUEST,
                    new CollectionRequest.CreateCollection(name, map("ttl", bad)));
        }
    }

    @Test
    void documentsPastTheirTimeGoByThemselves() throws Exception {
        client.create(
                name, map("ttl", 1, "ttlInterval", 100, "indices", List.of("n"), "shards", 2));
        client.insert(name, map("n", 1), map("n", 2), map("n", 1));
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (client.count(name, Map.of()) > 0) {
            assertTrue(System.nanoTime() < deadline, "documents are still there");
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertEquals(List.of(), client.ids(name, map("n", 1)));
    }

    @Test
    void documentsOfOtherCollectionsStay() {
        client.create(name, map("ttl", 3_600_000, "ttlInterval", 100));
        client.insert(name, map("n", 1));
        assertEquals(1, client.count(name, Map.of()));
    }
}
