package io.lokivector.tck.storage;

import static io.lokivector.tck.storage.StorageEngineTck.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.function.Executable;

/** Flips the bits of a store at rest, and lets the disk refuse writes and forces. */
final class DamageSuite {
    private static final int FLIPS = Integer.getInteger("lokivector.tck.flips", 4000);

    private final StorageEngineFactory<?> factory;
    private final Map<String, Object> options;
    private final long seed;

    DamageSuite(StorageEngineFactory<?> factory, Map<String, Object> options, long seed) {
        this.factory = factory;
        this.options = options;
        this.seed = seed;
    }

    private StorageHost open(CrashFiles disk) {
        return StorageHost.open(factory, options, TestContext.singleThreaded(disk, seed));
    }

    /** Any single flipped bit of a closed store is reported, or changes nothing that is read. */
    void flipBits() {
        final CrashFiles disk = new CrashFiles();
        final StorageModel model = new StorageModel();
        final StorageWorkload workload = new StorageWorkload(TestSeed.random(seed), 200);
        for (int round = 0; round < 3; round++) {
            try (StorageHost host = open(disk)) {
                for (final WriteBatch batch : workload.batches(25)) {
                    host.engine().apply(batch, Durability.FSYNC).await();
                    model.apply(batch);
                }
            }
        }
        final String expected = model.dump();
        final Map<String, Integer> sizes = disk.sizes();
        final long bits = sizes.values().stream().mapToLong(size -> size * 8L).sum();
        final RandomGenerator random = TestSeed.random(seed + 1);
        int reported = 0;
        for (int i = 0; i < FLIPS; i++) {
            long bit = bits <= FLIPS ? i % bits : random.nextLong(bits);
            for (final Map.Entry<String, Integer> file : sizes.entrySet()) {
                final long inFile = file.getValue() * 8L;
                if (bit < inFile) {
                    reported += flipOnce(disk.copy(), file.getKey(), bit, expected) ? 1 : 0;
                    break;
                }
                bit -= inFile;
            }
        }
        assertTrue(reported > 0, "no flipped bit was ever reported");
    }

    private boolean flipOnce(CrashFiles disk, String file, long bit, String expected) {
        disk.flipBit(file, (int) (bit / 8), (int) (bit % 8));
        try (StorageHost host = open(disk);
                Snapshot snapshot = host.engine().snapshot()) {
            assertEquals(
                    expected,
                    StorageModel.dump(snapshot),
                    () -> "wrong data after flipping bit " + bit + " of " + file);
            return false;
        } catch (StorageException e) {
            assertTrue(
                    e.code() == ErrorCode.CORRUPTED || e.code() == ErrorCode.UNAVAILABLE,
                    () -> "a flipped bit was reported as " + e.code());
            return true;
        }
    }

    void failWrites() {
        final CrashFiles disk = new CrashFiles();
        final StorageModel model = new StorageModel();
        final StorageHost host = open(disk);
        final StorageWorkload workload = new StorageWorkload(TestSeed.random(seed), 500);
        for (int round = 0; round < 5; round++) {
            applyAll(host.engine(), model, workload);
            disk.diskFull(true);
            for (int i = 0; i < 3; i++) {
                final WriteBatch batch = new WriteBatch().put("a", key("refused"), key("x"));
                assertUnavailable(() -> host.engine().apply(batch, Durability.FSYNC).await());
                assertHolds(model, host.engine(), "while the disk is full");
            }
            disk.diskFull(false);
        }
        applyAll(host.engine(), model, workload);
        final CrashFiles after = disk.afterCrash(seed);
        abandon(host);
        try (StorageHost reopened = open(after)) {
            assertHolds(model, reopened.engine(), "after a crash");
        }
    }

    /**
     * A batch whose force failed may be there or not; every batch acknowledged afterwards must be
     * there, although the disk lost pages that a second force will not write.
     */
    void failForces() {
        for (int luck = 0; luck < 40; luck++) {
            final CrashFiles disk = new CrashFiles();
            final StorageModel model = new StorageModel();
            final StorageHost host = open(disk);
            final StorageWorkload workload = new StorageWorkload(TestSeed.random(seed + luck), 500);
            applyAll(host.engine(), model, workload);
            disk.forceFails(true);
            final WriteBatch uncertain = new WriteBatch().put("a", key("uncertain"), key("x"));
            assertUnavailable(() -> host.engine().apply(uncertain, Durability.FSYNC).await());
            final WriteBatch refused = new WriteBatch().put("a", key("refused"), key("x"));
            assertUnavailable(() -> host.engine().apply(refused, Durability.FSYNC).await());
            try (Snapshot snapshot = host.engine().snapshot()) {
                assertTrue(StorageModel.dump(snapshot).startsWith("a"), "reads go on");
            }
            disk.forceFails(false);
            final StorageModel without = model.copy();
            model.apply(uncertain);
            boolean healed = true;
            try {
                final WriteBatch settle = new WriteBatch().put("a", key("settled"), key("y"));
                host.engine().apply(settle, Durability.FSYNC).await();
                model.apply(settle);
                without.apply(settle);
            } catch (StorageException e) {
                assertEquals(ErrorCode.UNAVAILABLE, e.code());
                healed = false;
            }
            final CrashFiles after = disk.afterCrash(luck);
            abandon(host);
            try (StorageHost reopened = open(after);
                    Snapshot snapshot = reopened.engine().snapshot()) {
                final String found = StorageModel.dump(snapshot);
                assertTrue(
                        found.equals(model.dump()) || found.equals(without.dump()),
                        "healed: " + healed + "; the store holds\n" + found);
            }
        }
    }

    /** Closes an engine whose disk is dead: it may say so, but in no other way than this. */
    private static void abandon(StorageHost host) {
        try {
            host.close();
        } catch (StorageException e) {
            assertEquals(ErrorCode.UNAVAILABLE, e.code());
        }
    }

    private static void applyAll(
            StorageEngine engine, StorageModel model, StorageWorkload workload) {
        final WriteBatch first = new WriteBatch().put("a", key("first"), key("x"));
        engine.apply(first, Durability.FSYNC).await();
        model.apply(first);
        for (final WriteBatch batch : workload.batches(20)) {
            engine.apply(batch, Durability.FSYNC).await();
            model.apply(batch);
        }
        engine.apply(first, Durability.FSYNC).await();
        model.apply(first);
    }

    private static void assertUnavailable(Executable write) {
        assertEquals(ErrorCode.UNAVAILABLE, assertThrows(StorageException.class, write).code());
    }

    private static void assertHolds(StorageModel model, StorageEngine engine, String when) {
        try (Snapshot snapshot = engine.snapshot()) {
            assertEquals(model.dump(), StorageModel.dump(snapshot), when);
        }
    }
}
