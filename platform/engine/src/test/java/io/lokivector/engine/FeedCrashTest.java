package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest.Start;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.storage.file.FileStorageConfig;
import io.lokivector.storage.file.FileStorageFactory;
import io.lokivector.tck.SilentLog;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.storage.CrashFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The feed through crashes: it tells of every acknowledged write once, it leads to the documents
 * that are there, and a number that anyone has seen never comes to mean something else.
 */
class FeedCrashTest {
    private static final int CRASHES = 40;
    private static final List<String> NAMES = List.of("a", "b");
    private static final FileStorageConfig STORAGE =
            RecordSchema.of(FileStorageConfig.class)
                    .bind(Map.of("segmentBytes", 16_384, "checkpointBytes", 8_192), "storage");

    /** What is known beside the database, across its lives. */
    private static final class Witness {
        final TreeMap<Long, String> seen = new TreeMap<>();
        final Set<String> acknowledged = new HashSet<>();
    }

    private record Host(LokiVector engine, TestContext context) implements AutoCloseable {
        @Override
        public void close() {
            try {
                engine.close();
            } finally {
                context.close();
            }
        }
    }

    private static Host open(CrashFiles disk, long seed, String durability, long retention)
            throws IOException {
        final TestContext ofStorage = TestContext.singleThreaded(disk.folder("storage"), seed);
        final TestContext context = TestContext.singleThreaded(disk.folder("engine"), seed);
        disk.syncDirectory();
        try {
            final StorageEngine storage = new FileStorageFactory().create(STORAGE, ofStorage);
            final EngineConfig config =
                    EngineConfig.schema()
                            .bind(
                                    Map.of(
                                            "durability",
                                            durability,
                                            "changeFeedRetention",
                                            retention),
                                    "engine");
            return new Host(new LokiVector(storage, new TestRegistry(), context, config), context);
        } finally {
            ofStorage.close();
        }
    }

    @Test
    void nothingAcknowledgedIsMissingAndNoNumberIsUsedTwice() {
        crash("fsync", 1_000_000);
    }

    @Test
    void noNumberIsUsedTwiceEvenIfWritesAreLost() {
        crash("os", 1_000_000);
    }

    @Test
    void noNumberIsUsedTwiceWhileOldChangesAreForgotten() {
        crash("fsync", 8);
    }

    private static void crash(String durability, long retention) {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            try (SilentLog _ = new SilentLog()) {
                for (int i = 0; i < CRASHES; i++) {
                    crashOnce(random.nextLong(), durability, retention);
                }
            }
        });
    }

    private static void crashOnce(long seed, String durability, long retention) throws IOException {
        final RandomGenerator random = TestSeed.random(seed);
        final Witness witness = new Witness();
        CrashFiles disk = new CrashFiles();
        for (int life = 0; life < 4; life++) {
            disk.crashAt(1 + random.nextInt(300));
            try (Host host = open(disk, seed, durability, retention)) {
                while (!disk.crashed()) {
                    work(host.engine(), random, witness);
                }
            } catch (RuntimeException | IOException e) {
                assertTrue(disk.crashed(), () -> "failed though the power had not: " + e);
            }
            disk = random.nextBoolean() ? disk.afterKill() : disk.afterCrash(random.nextLong());
            try (Host host = open(disk, seed, durability, retention)) {
                check(host.engine(), witness, durability.equals("fsync"), retention);
            }
        }
    }

    private static void work(LokiVector engine, RandomGenerator random, Witness witness) {
        final String name = NAMES.get(random.nextInt(NAMES.size()));
        final Optional<Collection> found = engine.findCollection(name);
        if (found.isEmpty()) {
            engine.createCollection(name, Map.of("disableChangesApi", random.nextBoolean()));
            return;
        }
        final Collection collection = found.get();
        final List<Map<String, @Nullable Object>> all = collection.find(Map.of());
        switch (random.nextInt(all.isEmpty() ? 1 : 6)) {
            case 0, 1 -> {
                final List<Long> ids = collection.insert(List.of(Map.of("n", 1), Map.of("n", 2)));
                ids.forEach(id -> witness.acknowledged.add("I " + name + " " + id + " 0"));
            }
            case 2 -> {
                final long id = idOf(all.get(random.nextInt(all.size())));
                final Map<String, @Nullable Object> now =
                        collection.patch(id, Map.of("x", random.nextInt()));
                witness.acknowledged.add("U " + name + " " + id + " " + revisionOf(now));
            }
            case 3 -> {
                final Map<String, @Nullable Object> old = all.get(random.nextInt(all.size()));
                collection.delete(idOf(old));
                witness.acknowledged.add("R " + name + " " + idOf(old) + " " + revisionOf(old));
            }
            case 4 -> engine.maintain();
            default -> read(engine, witness);
        }
    }

    private static long idOf(Map<String, @Nullable Object> document) {
        return ((Number) document.getOrDefault("$loki", -1)).longValue();
    }

    private static long revisionOf(Map<String, @Nullable Object> document) {
        return document.get("meta") instanceof final Map<?, ?> meta
                        && meta.get("revision") instanceof final Long revision
                ? revision
                : -1;
    }

    /** Reads what is kept, and makes sure that no number has changed its meaning. */
    private static List<Change> read(LokiVector engine, Witness witness) {
        final List<Change> all = new ArrayList<>();
        long last = engine.changes(new Start.Unflushed(), 1).oldest();
        ChangePage page;
        do {
            page = engine.changes(new Start.After(last), 7);
            all.addAll(page.changes());
            last = page.last();
        } while (page.hasMore());
        long before = 0;
        for (final Change change : all) {
            assertTrue(change.sequence() > before, "numbers grow");
            before = change.sequence();
            final String earlier = witness.seen.put(change.sequence(), textOf(change));
            assertTrue(
                    earlier == null || earlier.equals(textOf(change)),
                    () -> change.sequence() + " was " + earlier + ", and is " + textOf(change));
        }
        return all;
    }

    private static String textOf(Change change) {
        return change.operation().letter()
                + " "
                + change.collection()
                + " "
                + change.id()
                + " "
                + change.revision();
    }

    private static void check(
            LokiVector engine, Witness witness, boolean isDurable, long retention) {
        final Set<String> told = new HashSet<>();
        final TreeMap<String, Long> led = new TreeMap<>();
        final List<Change> all = read(engine, witness);
        for (final Change change : all) {
            assertTrue(told.add(textOf(change)), () -> textOf(change) + " is told twice");
            final String document = change.collection() + " " + change.id();
            if (change.operation() == Change.Operation.REMOVED) {
                led.remove(document);
            } else {
                led.put(document, change.revision());
            }
        }
        if (retention < 1_000) {
            assertTrue(
                    all.size() >= Math.min(retention, witness.acknowledged.size()),
                    "what is to be kept is kept");
            return;
        }
        final TreeMap<String, Long> there = new TreeMap<>();
        for (final String name : NAMES) {
            engine.findCollection(name)
                    .ifPresent(collection ->
                            collection
                                    .find(Map.of())
                                    .forEach(found ->
                                            there.put(
                                                    name + " " + idOf(found), revisionOf(found))));
        }
        assertEquals(there, led, "the feed leads to what is there");
        if (isDurable) {
            assertTrue(told.containsAll(witness.acknowledged), "what was acknowledged is told");
        } else {
            // What was lost may happen again, and is then something else.
            witness.acknowledged.clear();
        }
    }
}
