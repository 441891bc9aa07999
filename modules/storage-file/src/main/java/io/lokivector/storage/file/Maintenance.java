package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.storage.file.CheckpointFormatV1.Checkpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The background work of a store: checkpoints, and after each of them compaction.
 *
 * <p>A segment is given up by appending what is in use of it to the log again, as an ordinary batch
 * that changes nothing. It may be deleted once those batches are durable, if recovery will not read
 * it from its beginning: so only segments before the older of the two checkpoints are given up.
 */
final class Maintenance {
    private static final System.Logger LOG = System.getLogger(Maintenance.class.getName());
    private static final int MOVE_BYTES = 1 << 20;

    private final FileStorageConfig config;
    private final Executor executor;
    private final FileStorage storage;
    private final Log log;
    private final Segments segments;
    private final Checkpoints checkpoints;
    private final ReentrantLock working = new ReentrantLock();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong grown;
    private final Set<Integer> damaged = new HashSet<>();
    private volatile long interval;
    private volatile long checkpointBytes;
    private boolean finished;

    Maintenance(
            FileStorageConfig config,
            ExtensionContext context,
            FileStorage storage,
            Log log,
            Segments segments,
            Checkpoints checkpoints,
            long replayedBytes) {
        this.config = config;
        this.executor = context.executor();
        this.storage = storage;
        this.log = log;
        this.segments = segments;
        this.checkpoints = checkpoints;
        this.grown = new AtomicLong(replayedBytes);
        measure();
    }

    private void measure() {
        checkpointBytes = checkpoints.totalBytes();
        interval = Math.max(config.checkpointBytes(), 2 * checkpoints.newestBytes());
    }

    long checkpointBytes() {
        return checkpointBytes;
    }

    /** Is told of every append; starts the work when it is time. */
    void logGrew(int bytes) {
        if (grown.addAndGet(bytes) >= interval && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                // The host is shutting down; closing will write the checkpoint.
                LOG.log(Level.DEBUG, "no background work any more");
            }
        }
    }

    /** Is told of appends by compaction, which start no further work. */
    void logGrewByMoving(int bytes) {
        grown.addAndGet(bytes);
    }

    private void work() {
        working.lock();
        try {
            if (!finished) {
                writeCheckpoint();
                compact();
            }
        } catch (IOException | StorageException e) {
            // Nothing is lost: the log is longer than it need be. The next growth tries again.
            LOG.log(Level.WARNING, "checkpoint or compaction failed: {0}", e.getMessage());
        } finally {
            scheduled.set(false);
            working.unlock();
        }
    }

    private record Cut(Directory directory, Log.Position position, long grown) {}

    private void writeCheckpoint() throws IOException {
        Cut cut;
        do {
            cut =
                    log.betweenAppends(
                            () -> new Cut(storage.directory(), log.position(), grown.get()));
            log.awaitDurable(cut.position().sequence());
            // Locations that were moved while the disk was failing point to lost bytes.
        } while (cut.position().moves() != log.position().moves());
        checkpoints.write(
                new Checkpoint(
                        cut.directory(),
                        cut.position().segment(),
                        cut.position().offset(),
                        cut.position().sequence()));
        grown.addAndGet(-cut.grown());
        measure();
    }

    private void compact() {
        final List<Segment> victims = victims();
        if (victims.isEmpty()) {
            return;
        }
        final Set<Integer> numbers = new HashSet<>();
        victims.forEach(victim -> numbers.add(victim.number()));
        moveAll(numbers);
        log.awaitDurable(log.position().sequence());
        for (final Segment victim : victims) {
            if (log.betweenAppends(victim::liveBytes) == 0) {
                segments.retire(victim);
            }
        }
    }

    private List<Segment> victims() {
        final int first = checkpoints.firstSegmentToReplay();
        return segments.all().stream()
                .filter(segment -> segment.number() < first)
                .filter(segment -> !segments.isRetired(segment))
                .filter(segment -> !damaged.contains(segment.number()))
                .filter(segment ->
                        log.betweenAppends(segment::liveBytes)
                                <= segment.length() * config.compactionRatio())
                .toList();
    }

    private void moveAll(Set<Integer> victims) {
        final Directory directory = storage.directory();
        final List<FileStorage.Moving> moving = new ArrayList<>();
        long bytes = 0;
        for (final String space : directory.spaces()) {
            final KeyTree.Cursor cursor = directory.space(space).cursor();
            while (cursor.next()) {
                final Location location = cursor.location();
                if (victims.contains(location.segment()) && !damaged.contains(location.segment())) {
                    read(moving, space, cursor.key(), location);
                    bytes += LogFormatV1.putBytes(cursor.key().length, location.length());
                    if (bytes >= MOVE_BYTES) {
                        storage.moveToEnd(moving);
                        moving.clear();
                        bytes = 0;
                    }
                }
            }
        }
        storage.moveToEnd(moving);
    }

    private void read(
            List<FileStorage.Moving> moving, String space, byte[] key, Location location) {
        try {
            moving.add(new FileStorage.Moving(space, key, location, segments.read(location)));
        } catch (StorageException e) {
            if (e.code() != ErrorCode.CORRUPTED) {
                throw e;
            }
            // It stays where it is, for a reader to be told and an operator to look at.
            damaged.add(location.segment());
            LOG.log(Level.ERROR, e.problem());
        }
    }

    /** Ends the background work, and leaves a store that opens at once. */
    void finish() {
        working.lock();
        try {
            finished = true;
            log.settle();
            if (grown.get() > 0) {
                writeCheckpoint();
            }
        } catch (IOException e) {
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    "cannot write the checkpoint while closing ("
                            + e.getMessage()
                            + "); nothing is lost, the next opening reads more of the log",
                    e);
        } finally {
            working.unlock();
        }
    }
}
