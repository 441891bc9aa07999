package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the engine must do. Extend it and say how its requests travel: straight into the engine, or
 * through a transport. Every test uses collections of its own, so all may share one database.
 */
public abstract class EngineTck extends RecallSuite {

    @Test
    void concurrentWritersLoseNothing() throws Exception {
        client.create(name, map("unique", List.of("key")));
        client.insert(name, map("key", "counter", "n", 0));
        final int writers = 4;
        final int rounds = 25;
        final Set<Long> ids = ConcurrentHashMap.newKeySet();
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("writer-", 0).factory())) {
            final List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                final int number = writer;
                all.add(
                        threads.submit(() -> {
                            for (int i = 0; i < rounds; i++) {
                                ids.addAll(client.insert(name, map("key", number + "-" + i)));
                                client.update(
                                        name, map("key", "counter"), map("$inc", map("n", 1)));
                            }
                        }));
            }
            for (final Future<?> each : all) {
                each.get();
            }
        }
        assertEquals(writers * rounds, ids.size());
        assertEquals(writers * rounds + 1, client.count(name, Map.of()));
        final Map<String, @Nullable Object> counter = client.get(name, 1).orElseThrow();
        assertEquals(writers * rounds, EngineClient.number(counter.get("n")));
        assertEquals(writers * rounds, EngineClient.number(meta(counter, "revision")));
    }

    @Test
    void readersSeeWholeBatchesOnly() throws Exception {
        client.create(name, map("shards", 2));
        final int batch = 10;
        client.insert(name, Collections.nCopies(batch, map("n", 0)));
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("writer-", 0).factory())) {
            final Future<?> writer =
                    threads.submit(() -> {
                        for (int i = 1; i <= 30; i++) {
                            client.update(name, Map.of(), map("$set", map("n", i)));
                            client.insert(name, Collections.nCopies(batch, map("n", i)));
                        }
                    });
            while (!writer.isDone()) {
                final List<Map<String, @Nullable Object>> all = client.find(name, Map.of());
                assertEquals(0, all.size() % batch);
                assertEquals(
                        1,
                        all.stream().map(document -> document.get("n")).distinct().count(),
                        "an update of all is seen for all, or for none");
            }
            writer.get();
        }
        assertEquals(31 * batch, client.count(name, Map.of()));
    }
}
