package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CacheInfo;
import io.lokivector.spi.request.CacheRequest;
import io.lokivector.spi.request.Done;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with a query cache. */
abstract class CacheSuite extends HistorySuite {

    private CacheInfo cache() {
        return client.answer(new CacheRequest.DescribeCache(name));
    }

    private void resize(int capacity) {
        client.answer(new CacheRequest.ResizeCache(name, Optional.of(capacity)));
    }

    @Test
    void aRepeatedQueryIsAnsweredByTheCacheAndSoCounted() {
        client.create(name, Map.of());
        resize(10);
        client.insert(name, map("n", 1), map("n", 2), map("n", 2));
        final Map<String, @Nullable Object> query = map("n", 2);
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(2L, 3L), client.ids(name, query));
            assertEquals(2, client.count(name, query));
        }
        final CacheInfo cache = cache();
        assertEquals(10, cache.capacity());
        assertEquals(4, cache.hits(), "each of the two questions twice");
        assertEquals(2, cache.misses());
        assertEquals(2, cache.entries());
        assertTrue(cache.bytes() > 0);
        assertEquals(4.0 / 6, cache.hitRate(), 1e-9);
    }

    @Test
    void everyWriteThatChangesAnAnswerIsSeenAtOnce() {
        client.create(name, Map.of());
        resize(10);
        final Map<String, @Nullable Object> query = map("n", 2);
        client.insert(name, map("n", 1), map("n", 2));
        assertEquals(List.of(2L), client.ids(name, query));
        client.insert(name, map("n", 2));
        assertEquals(List.of(2L, 3L), client.ids(name, query));
        client.update(name, map("n", 1), map("$set", map("n", 2)));
        assertEquals(List.of(1L, 2L, 3L), client.ids(name, query));
        client.update(name, map("$loki", 3), map("$set", map("n", 3)));
        assertEquals(List.of(1L, 2L), client.ids(name, query));
        client.update(name, map("$loki", 2), map("$set", map("other", true)));
        assertEquals(true, client.find(name, query).get(1).get("other"));
        client.remove(name, map("$loki", 1));
        assertEquals(List.of(2L), client.ids(name, query));
        client.remove(name, Map.of());
        assertEquals(List.of(), client.ids(name, query));
    }

    @Test
    void aWriteOfOtherDocumentsLeavesTheCacheAsItIs() {
        client.create(name, Map.of());
        resize(10);
        client.insert(name, map("n", 1), map("n", 2));
        client.ids(name, map("n", 2));
        client.insert(name, map("n", 3));
        client.remove(name, map("n", 1));
        final long hits = cache().hits();
        assertEquals(List.of(2L), client.ids(name, map("n", 2)));
        assertEquals(hits + 1, cache().hits());
    }

    @Test
    void capacityIsKeptAndZeroSwitchesTheCacheOff() {
        client.create(name, Map.of());
        client.insert(name, map("n", 1));
        resize(2);
        for (int i = 0; i < 20; i++) {
            client.ids(name, map("n", i));
        }
        assertTrue(cache().entries() <= 2, () -> cache().toString());
        resize(0);
        final CacheInfo before = cache();
        client.ids(name, map("n", 1));
        client.ids(name, map("n", 1));
        assertEquals(before, cache());
        assertEquals(0, before.capacity());
        assertEquals(0, before.entries());
        final Done done = client.answer(new CacheRequest.ResizeCache(name, Optional.empty()));
        assertTrue(cache().capacity() > 0, done.message());
        assertTrue(done.message().contains(name), done.message());
    }

    @Test
    void aCacheIsRefusedInWords() {
        client.assertRefused(ErrorCode.NOT_FOUND, new CacheRequest.DescribeCache(name));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new CacheRequest.ResizeCache(name, Optional.of(1)));
        client.create(name, Map.of());
        client.assertRefused(
                ErrorCode.BAD_REQUEST, new CacheRequest.ResizeCache(name, Optional.of(-3)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new CacheRequest.ResizeCache(name, Optional.of(Integer.MAX_VALUE)));
    }
}
