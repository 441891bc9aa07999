package io.lokivector.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Crashes an engine at every mutating call of a workload that opens, writes, reopens and closes,
 * and again while it recovers; after each crash the engine must open by itself, hold a prefix of
 * the batches that has all the awaited ones, and go on working.
 */
final class CrashSuite {
    private static final int CRASHES = Integer.getInteger("lokivector.tck.crashes", 600);
    private static final int BATCHES = 90;

    private final StorageEngineFactory<?> factory;
    private final Map<String, Object> options;
    private final long seed;
    private final List<WriteBatch> batches;

    /** What the store holds after each count of batches. */
    private final List<String> prefixes = new ArrayList<>();

    CrashSuite(StorageEngineFactory<?> factory, Map<String, Object> options, long seed) {
        this.factory = factory;
        this.options = options;
        this.seed = seed;
        this.batches = new StorageWorkload(TestSeed.random(seed), 3000).batches(BATCHES);
        final StorageModel model = new StorageModel();
        prefixes.add(model.dump());
        for (final WriteBatch batch : batches) {
            model.apply(batch);
            prefixes.add(model.dump());
        }
    }

    /** How far a run came: how many batches were given, and how many of them must survive. */
    private static final class Progress {
        private int given;
        private int promised;
    }

    private StorageHost open(CrashFiles disk) {
        return StorageHost.open(factory, options, TestContext.singleThreaded(disk, seed));
    }

    /** Runs the workload until it ends or the power fails; true if it ended. */
    private boolean run(CrashFiles disk, Progress progress, Durability promise) {
        final RandomGenerator random = TestSeed.random(seed + 1);
        try {
            while (progress.given < BATCHES) {
                final StorageHost host = open(disk);
                try (TestContext _ = host.context()) {
                    final int until = Math.min(BATCHES, progress.given + 1 + random.nextInt(60));
                    while (progress.given < until) {
                        step(host.engine(), progress, promise, random);
                    }
                    host.engine().close();
                }
                progress.promised = progress.given;
            }
            return true;
        } catch (StorageException e) {
            if (disk.crashed()) {
                return false;
            }
            throw e;
        }
    }

    private void step(
            StorageEngine engine, Progress progress, Durability promise, RandomGenerator random) {
        final boolean awaited = random.nextInt(3) != 0;
        final Durability durability = awaited ? promise : Durability.NONE;
        final WriteBatch batch = batches.get(progress.given++);
        final Commit commit = engine.apply(batch, durability);
        if (awaited) {
            commit.await();
            progress.promised = progress.given;
        }
    }

    void crashAtEveryCall() {
        final CrashFiles whole = new CrashFiles();
        assertTrue(run(whole, new Progress(), Durability.FSYNC));
        final long calls = whole.mutatingCalls();
        final RandomGenerator random = TestSeed.random(seed + 2);
        for (int i = 0; i < CRASHES; i++) {
            // Every call once, if there are crashes enough; then again with other luck.
            final long call = calls <= CRASHES ? 1 + i % calls : 1 + random.nextLong(calls);
            final long luck = random.nextLong();
            crashOnce(call, luck, random);
        }
    }

    private void crashOnce(long call, long luck, RandomGenerator random) {
        final CrashFiles disk = new CrashFiles();
        disk.crashAt(call);
        final Progress progress = new Progress();
        final String which = "crash at call " + call + ", luck " + luck;
        run(disk, progress, Durability.FSYNC);
        CrashFiles after = disk.afterCrash(luck);
        for (int again = 0; again < 3 && random.nextBoolean(); again++) {
            after = crashInRecovery(after, 1 + random.nextInt(12), random.nextLong());
        }
        checkNamed(after, progress, which);
    }

    private CrashFiles crashInRecovery(CrashFiles disk, int call, long luck) {
        disk.crashAt(call);
        try (StorageHost host = open(disk)) {
            assertTrue(host.engine().sizeBytes() >= 0);
        } catch (StorageException e) {
            assertTrue(disk.crashed(), () -> "could not recover: " + e);
        }
        return disk.afterCrash(luck);
    }

    void killProcess() {
        final CrashFiles whole = new CrashFiles();
        assertTrue(run(whole, new Progress(), Durability.OS));
        final long calls = whole.mutatingCalls();
        for (long call = 1; call <= calls; call += 1 + calls / 100) {
            final CrashFiles disk = new CrashFiles();
            disk.crashAt(call);
            final Progress progress = new Progress();
            run(disk, progress, Durability.OS);
            checkNamed(disk.afterKill(), progress, "killed at call " + call);
        }
    }

    private void checkNamed(CrashFiles disk, Progress progress, String which) {
        try {
            check(disk, progress, which);
        } catch (StorageException e) {
            throw new AssertionError(which + ": the store did not go on by itself: " + e, e);
        }
    }

    /**
     * Opens what a crash left, lets history take another turn from there, kills the process, and
     * opens again: nothing of the first turn may come back.
     */
    private void check(CrashFiles disk, Progress progress, String which) {
        final StorageModel model = new StorageModel();
        final StorageHost host = open(disk);
        try (TestContext _ = host.context()) {
            final int survived = matchPrefix(host.engine(), progress, which);
            batches.subList(0, survived).forEach(model::apply);
            for (int i = survived; i < Math.min(BATCHES, survived + 3); i++) {
                final WriteBatch other = withOtherValues(batches.get(i));
                host.engine().apply(other, Durability.FSYNC).await();
                model.apply(other);
            }
        }
        try (StorageHost reopened = open(disk.afterKill());
                Snapshot snapshot = reopened.engine().snapshot()) {
            assertEquals(model.dump(), StorageModel.dump(snapshot), which + ", after going on");
        }
    }

    /** The same changes of the same lengths: where one lies in a file, the other would fit too. */
    private static WriteBatch withOtherValues(WriteBatch batch) {
        final WriteBatch other = new WriteBatch();
        for (final WriteBatch.Write write : batch.writes()) {
            switch (write) {
                case WriteBatch.Put(var space, var key, var value) -> {
                    final byte[] changed = value.clone();
                    for (int i = 0; i < changed.length; i++) {
                        changed[i] ^= 0x55;
                    }
                    other.put(space, key, changed);
                }
                case WriteBatch.Delete(var space, var key) -> other.delete(space, key);
                case WriteBatch.DropSpace(var space) -> other.dropSpace(space);
            }
        }
        return other;
    }

    private int matchPrefix(StorageEngine engine, Progress progress, String which) {
        try (Snapshot snapshot = engine.snapshot()) {
            final String found = StorageModel.dump(snapshot);
            for (int count = progress.given; count >= progress.promised; count--) {
                if (prefixes.get(count).equals(found)) {
                    return count;
                }
            }
            throw new AssertionError(
                    which
                            + ": "
                            + progress.promised
                            + " batches were promised and "
                            + progress.given
                            + " given, but the store holds "
                            + (prefixes.contains(found)
                                    ? "only " + prefixes.lastIndexOf(found)
                                    : "what no prefix of them makes:\n" + found));
        }
    }
}
