package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of the log: takes records in order, and makes them durable, many with one force.
 *
 * <p>The append lock is held while a record takes its place; the force lock while a file is forced,
 * so that appending goes on meanwhile. Who needs both takes the force lock first.
 *
 * <p>A failed write is undone by cutting the segment before the next one. A failed force means that
 * the file can no longer be trusted, whatever a second force says: the records it held since the
 * last good one are read back, verified, and written to a new segment, and the log goes on there.
 * Until that works every append is refused.
 */
final class Log {
    private static final ByteBuffer NO_RECORD = ByteBuffer.allocate(0);

    private final DataFiles files;
    private final Segments segments;
    private final RandomGenerator random;
    private final int segmentBytes;
    private final Moved moved;
    private final Meters.Timer forceTimer;

    private final ReentrantLock appending = new ReentrantLock();
    private final ReentrantLock forcing = new ReentrantLock();
    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition progress = waiting.newCondition();

    // Guarded by the append lock.
    private Segment active;
    private long appended;
    private int durableLength;
    private boolean tailIsDirty;
    private boolean mustRoll;
    private @Nullable IOException forceFailure;
    private int moves;

    // Guarded by the waiting lock.
    private boolean leaderAtWork;
    private long failedThrough;
    private @Nullable IOException lastFailure;

    private volatile long durable;

    /** Is told, in the order of the log and under its lock, where a record was placed. */
    @FunctionalInterface
    interface Placed {
        /** The body of the record stands in {@code segment} at {@code offset}. */
        void at(Segment segment, int offset, ByteBuffer body);
    }

    /**
     * A place in the log.
     *
     * @param moves how often records were moved to another segment before it was taken
     */
    record Position(int segment, int offset, long sequence, int moves) {}

    /** A log that goes on after {@code active}'s length; all in it is durable. */
    Log(
            DataFiles files,
            Segments segments,
            RandomGenerator random,
            int segmentBytes,
            Segment active,
            long appended,
            Moved moved,
            Meters.Timer forceTimer) {
        this.files = files;
        this.segments = segments;
        this.random = random;
        this.segmentBytes = segmentBytes;
        this.active = active;
        this.appended = appended;
        this.moved = moved;
        this.forceTimer = forceTimer;
        this.durable = appended;
        this.durableLength = active.length();
    }

    /**
     * Appends a record and returns its sequence number.
     *
     * @throws StorageException if it was not appended
     */
    long append(ByteBuffer record, Placed placed) {
        appending.lock();
        try {
            if (isReadyFor(record)) {
                return write(record, placed);
            }
        } finally {
            appending.unlock();
        }
        return exclusively(() -> {
            makeReadyFor(record);
            return write(record, placed);
        });
    }

    /** Runs {@code work} while nothing is appended or forced. */
    <R extends @Nullable Object> R exclusively(Supplier<R> work) {
        forcing.lock();
        appending.lock();
        try {
            return work.get();
        } finally {
            appending.unlock();
            forcing.unlock();
        }
    }

    /** Runs {@code work} while nothing is appended. */
    <R extends @Nullable Object> R betweenAppends(Supplier<R> work) {
        appending.lock();
        try {
            return work.get();
        } finally {
            appending.unlock();
        }
    }

    private boolean isReadyFor(ByteBuffer record) {
        return forceFailure == null && !mustRoll && !tailIsDirty && !isFullFor(record);
    }

    private boolean isFullFor(ByteBuffer record) {
        return active.length() > LogFormatV1.SEGMENT_HEADER_BYTES
                && (long) active.length() + record.limit() > segmentBytes;
    }

    private void makeReadyFor(ByteBuffer record) {
        try {
            if (forceFailure != null) {
                moveToNewSegment(forceFailure);
            }
            if (tailIsDirty) {
                active.file().truncate(active.length());
                tailIsDirty = false;
            }
        } catch (IOException e) {
            throw refused(e);
        }
        if (mustRoll || isFullFor(record)) {
            roll();
        }
    }

    private static StorageException refused(IOException cause) {
        return new StorageException(
                ErrorCode.UNAVAILABLE,
                "the disk does not take writes ("
                        + cause.getMessage()
                        + "); reads go on, and writes will as soon as it does",
                cause);
    }

    private long write(ByteBuffer record, Placed placed) {
        final int at = active.length();
        LogFormatV1.seal(record, appended + 1, durable, active.salt(), at);
        try {
            active.file().write(record.rewind(), at);
        } catch (IOException e) {
            tailIsDirty = true;
            throw refused(e);
        }
        active.length(at + record.limit());
        appended++;
        placed.at(
                active,
                at + LogFormatV1.RECORD_HEADER_BYTES,
                record.position(LogFormatV1.RECORD_HEADER_BYTES));
        return appended;
    }

    private void roll() {
        forceActive();
        final int number = active.number() + 1;
        try {
            // Once its file may exist, even if this fails, nothing more may go into the segment
            // before it: its header says where that one ends.
            mustRoll = true;
            active = create(files, random.nextInt(), number, appended + 1, active.length());
            segments.add(active);
            durableLength = active.length();
            mustRoll = false;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** A new durable segment, in place of what an attempt that failed may have left. */
    static Segment create(
            DataFiles files, int salt, int number, long firstSequence, int previousLength)
            throws IOException {
        final String name = Segment.name(number);
        files.delete(name);
        final DataFile file = files.open(name);
        try {
            file.write(
                    LogFormatV1.encode(
                            new LogFormatV1.SegmentHeader(
                                    number, firstSequence, previousLength, salt)),
                    0);
            file.force();
            files.syncDirectory();
            return new Segment(number, salt, file, LogFormatV1.SEGMENT_HEADER_BYTES);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** What is appended and where the log ends, at this moment. */
    Position position() {
        return betweenAppends(
                () -> new Position(active.number(), active.length(), appended, moves));
    }

    /** The last record that is durable. */
    long durable() {
        return durable;
    }

    /**
     * Returns once the record of that number is durable: one of the waiting threads forces the file
     * for all.
     *
     * @throws StorageException if the force failed
     */
    void awaitDurable(long sequence) {
        waiting.lock();
        try {
            while (durable < sequence) {
                if (sequence <= failedThrough && lastFailure != null) {
                    throw new StorageException(
                            ErrorCode.UNAVAILABLE,
                            "the disk did not confirm the write ("
                                    + lastFailure.getMessage()
                                    + "); it may or may not survive a crash",
                            lastFailure);
                }
                if (leaderAtWork) {
                    progress.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            waiting.unlock();
        }
    }

    private void lead() {
        leaderAtWork = true;
        waiting.unlock();
        try {
            forcing.lock();
            try {
                forceActive();
            } finally {
                forcing.unlock();
            }
        } catch (StorageException e) {
            // Recorded for all who wait, this thread among them.
        } finally {
            waiting.lock();
            leaderAtWork = false;
            progress.signalAll();
        }
    }

    /** Makes durable what is appended by now; called with the force lock. */
    private void forceActive() {
        final Position end = position();
        final Segment segment = segments.get(end.segment());
        try {
            final @Nullable IOException earlier = betweenAppends(() -> forceFailure);
            if (earlier != null) {
                throw earlier;
            }
            final long start = System.nanoTime();
            segment.file().force();
            forceTimer.record(Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            betweenAppends(() -> {
                forceFailure = e;
                failed(appended, e);
                return end;
            });
            throw refused(e);
        }
        betweenAppends(() -> {
            durableLength = end.offset();
            durable = end.sequence();
            return end;
        });
    }

    private void failed(long through, IOException why) {
        waiting.lock();
        try {
            failedThrough = through;
            lastFailure = why;
        } finally {
            waiting.unlock();
        }
    }

    /** Writes the records that the failed segment may have lost to a new one, durably. */
    private void moveToNewSegment(IOException why) throws IOException {
        final Segment failed = active;
        final ByteBuffer lost =
                failed.readAt(ByteBuffer.allocate(failed.length() - durableLength), durableLength);
        final Segment fresh =
                create(files, random.nextInt(), failed.number() + 1, durable + 1, durableLength);
        final LogMove move = new LogMove(failed, durableLength, fresh, lost);
        try {
            final ByteBuffer records = move.resealed(durable);
            fresh.file().write(records, fresh.length());
            fresh.file().force();
            fresh.length(fresh.length() + records.limit());
        } catch (IOException e) {
            e.addSuppressed(why);
            fresh.file().close();
            throw e;
        }
        segments.add(fresh);
        moved.at(move);
        moves++;
        active = fresh;
        failed.length(durableLength);
        durableLength = fresh.length();
        tailIsDirty = false;
        mustRoll = false;
        forceFailure = null;
        durable = appended;
    }

    /** Makes everything durable, on another segment if this one failed. */
    void settle() {
        final long end =
                exclusively(() -> {
                    makeReadyFor(NO_RECORD);
                    return appended;
                });
        awaitDurable(end);
    }

    /** Is told, under both locks, that records stand in another segment now. */
    @FunctionalInterface
    interface Moved {
        /** The records of {@code move} were moved. */
        void at(LogMove move);
    }
}
