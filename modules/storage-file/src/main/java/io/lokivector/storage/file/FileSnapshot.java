package io.lokivector.storage.file;

import io.lokivector.spi.storage.Snapshot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A directory, kept, and with it the segments that it points into. */
final class FileSnapshot implements Snapshot {
    private final FileStorage storage;
    private final Segments segments;
    private final Directory directory;
    private final long ticket;
    private final AtomicBoolean closed = new AtomicBoolean();

    FileSnapshot(FileStorage storage, Segments segments, Directory directory, long ticket) {
        this.storage = storage;
        this.segments = segments;
        this.directory = directory;
        this.ticket = ticket;
    }

    private Directory directory() {
        storage.checkOpen();
        if (closed.get()) {
            throw new IllegalStateException("the snapshot is closed");
        }
        return directory;
    }

    @Override
    public Optional<byte[]> get(String space, byte[] key) {
        return Optional.ofNullable(directory().space(space).find(key)).map(segments::read);
    }

    @Override
    public Scan scan(String space, byte[] from, byte[] to) {
        return new FileScan(directory().space(space).cursor(from, to));
    }

    @Override
    public Scan scan(String space) {
        return new FileScan(directory().space(space).cursor());
    }

    @Override
    public List<String> spaces() {
        return directory().spaces();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            segments.giveBack(ticket);
        }
    }

    /**
     * Reads ahead as long as values lie one after the other, as they do when keys were written in
     * their order.
     */
    private final class FileScan implements Scan {
        private static final int AHEAD_BYTES = 1 << 16;
        private static final int NEAR_BYTES = 1 << 10;

        private final KeyTree.Cursor cursor;
        private boolean atEntry;
        private ByteBuffer window = ByteBuffer.allocate(0);
        private int windowSegment;
        private int windowStart;
        private int lastEnd;

        FileScan(KeyTree.Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next() {
            atEntry = cursor.next();
            return atEntry;
        }

        private void check() {
            directory();
            if (!atEntry) {
                throw new IllegalStateException("the scan stands at no entry");
            }
        }

        @Override
        public byte[] key() {
            check();
            return cursor.key();
        }

        @Override
        public byte[] value() {
            check();
            final Location location = cursor.location();
            final Segment segment = segments.get(location.segment());
            final int start = location.offset() - LogFormatV1.VALUE_CHECKSUM_BYTES;
            final int end = location.offset() + location.length();
            final boolean isInWindow =
                    location.segment() == windowSegment
                            && start >= windowStart
                            && end <= windowStart + window.limit();
            if (!isInWindow) {
                final boolean isNear =
                        location.segment() == windowSegment
                                && start >= lastEnd
                                && start - lastEnd < NEAR_BYTES;
                final int length = isNear ? Math.max(AHEAD_BYTES, end - start) : end - start;
                window = segment.readAt(buffer(length), start);
                windowStart = start;
                windowSegment = location.segment();
            }
            lastEnd = end;
            return segment.verified(window, start - windowStart, location);
        }

        private ByteBuffer buffer(int length) {
            return window.capacity() >= length
                    ? window.clear().limit(length)
                    : ByteBuffer.allocate(length);
        }

        @Override
        public void close() {
            atEntry = false;
        }
    }
}
