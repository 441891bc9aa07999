package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store in an append-only log, with its keys in memory and its values in the log.
 *
 * <p>The directory of keys is an immutable value: a writer, under the log's lock, publishes the
 * next one; a snapshot keeps the one it took, and reads without locks. The design is that of
 * Bitcask (Sheehy and Smith, 2010) with an ordered, persistent directory in place of the hash
 * table.
 */
final class FileStorage implements StorageEngine {
    private final Segments segments;
    private final Log log;
    private final Maintenance maintenance;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Directory directory;
    private volatile boolean closed;

    private FileStorage(
            FileStorageConfig config,
            ExtensionContext context,
            Segments segments,
            Checkpoints checkpoints,
            Recovery.Recovered recovered) {
        this.segments = segments;
        this.directory = recovered.directory();
        this.log =
                new Log(
                        context.files(),
                        segments,
                        context.random(),
                        config.segmentBytes(),
                        recovered.active(),
                        recovered.sequence(),
                        move -> directory = move.relocate(directory, this::count),
                        context.meters()
                                .timer("storage.fsync", "How long the disk takes to confirm"));
        this.maintenance =
                new Maintenance(
                        config,
                        context,
                        this,
                        log,
                        segments,
                        checkpoints,
                        recovered.replayedBytes());
    }

    static FileStorage open(FileStorageConfig config, ExtensionContext context) {
        final Segments segments = new Segments(context.files());
        try {
            final Checkpoints checkpoints = new Checkpoints(context.files());
            final Recovery recovery = new Recovery(context.files(), segments, context.random());
            return new FileStorage(
                    config, context, segments, checkpoints, recovery.recover(checkpoints));
        } catch (IOException e) {
            segments.closeAll();
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    "cannot open the database: " + e.getMessage() + "; check the disk",
                    e);
        } catch (RuntimeException e) {
            segments.closeAll();
            throw e;
        }
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
    }

    @Override
    public Commit apply(WriteBatch batch, Durability durability) {
        final ByteBuffer record = LogFormatV1.encode(batch);
        if (closing.get()) {
            throw new IllegalStateException("the storage is closed");
        }
        final long sequence = log.append(record, this::place);
        maintenance.logGrew(record.limit());
        return durability == Durability.FSYNC ? () -> log.awaitDurable(sequence) : Commit.done();
    }

    private void place(Segment segment, int offset, ByteBuffer body) {
        final Directory.Edit edit = new Directory.Edit(directory, segment.number(), this::count);
        LogFormatV1.read(body, offset, edit);
        directory = edit.finish();
    }

    private void count(int segment, long bytes) {
        segments.get(segment).changeLiveBytes(bytes);
    }

    /** A value on its way from a segment that is given up to the end of the log. */
    record Moving(String space, byte[] key, Location from, byte[] value) {}

    /** Appends values again, those excepted that were replaced or removed meanwhile. */
    void moveToEnd(List<Moving> values) {
        final int bytes =
                log.exclusively(() -> {
                    final WriteBatch batch = new WriteBatch();
                    for (final Moving one : values) {
                        final Directory now = directory;
                        if (one.from().equals(now.space(one.space()).find(one.key()))) {
                            batch.put(one.space(), one.key(), one.value());
                        }
                    }
                    if (batch.writes().isEmpty()) {
                        return 0;
                    }
                    final ByteBuffer record = LogFormatV1.encode(batch);
                    log.append(record, this::place);
                    return record.limit();
                });
        maintenance.logGrewByMoving(bytes);
    }

    Directory directory() {
        return directory;
    }

    @Override
    public Snapshot snapshot() {
        checkOpen();
        // The ticket first: a segment retired after it stays, whichever directory is read.
        final long ticket = segments.takeTicket();
        return new FileSnapshot(this, segments, directory, ticket);
    }

    @Override
    public long sizeBytes() {
        return maintenance.checkpointBytes()
                + segments.all().stream().mapToLong(Segment::length).sum();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            maintenance.finish();
        } finally {
            closed = true;
            segments.closeAll();
        }
    }
}
