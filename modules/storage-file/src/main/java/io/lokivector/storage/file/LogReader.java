package io.lokivector.storage.file;

import io.lokivector.storage.file.LogFormatV1.RecordHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the records of a segment in order, through a window; used by one thread. */
final class LogReader {
    private static final int WINDOW_BYTES = 1 << 20;

    private final Segment segment;
    private final int end;
    private int position;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private int windowStart;

    /** A reader of the records from {@code start} to {@code end}. */
    LogReader(Segment segment, int start, int end) {
        this.segment = segment;
        this.position = start;
        this.end = end;
    }

    /** Where the next record is, or would be. */
    int position() {
        return position;
    }

    /** Reads the next record into {@code entries} if it is whole and has that sequence number. */
    boolean next(long sequence, LogFormatV1.Entries entries) {
        if (!load(LogFormatV1.RECORD_HEADER_BYTES)) {
            return false;
        }
        final @Nullable RecordHeader header = header();
        if (header == null
                || header.sequence() != sequence
                || !load(LogFormatV1.RECORD_HEADER_BYTES + (long) header.bodyLength())) {
            return false;
        }
        final int at = position - windowStart;
        if (!LogFormatV1.isWhole(header, window, at)) {
            return false;
        }
        final int body = at + LogFormatV1.RECORD_HEADER_BYTES;
        final int bodyEnd = body + header.bodyLength();
        LogFormatV1.read(
                window.duplicate().position(body).limit(bodyEnd),
                position + LogFormatV1.RECORD_HEADER_BYTES,
                entries);
        position = windowStart + bodyEnd;
        return true;
    }

    private @Nullable RecordHeader header() {
        return LogFormatV1.recordHeader(window, position - windowStart, segment.salt(), position);
    }

    /** Brings the next bytes into the window; false if the segment has fewer. */
    private boolean load(long bytes) {
        if (end - position < bytes) {
            return false;
        }
        if (position < windowStart || position + bytes > windowStart + window.limit()) {
            final int length = (int) Math.min(Math.max(bytes, WINDOW_BYTES), end - position);
            window = segment.readAt(ByteBuffer.allocate(length), position);
            windowStart = position;
        }
        return window.limit() - (position - windowStart) >= bytes;
    }

    /**
     * Whether a record after this position says that the record of that number was durable when it
     * was written.
     *
     * <p>Then this place is damaged. Otherwise nobody was promised what is here: it is the end of a
     * log that a crash cut off, of which later parts may have reached the disk before earlier ones.
     */
    boolean wasDurable(long sequence) {
        final ByteBuffer rest = segment.readAt(ByteBuffer.allocate(end - position), position);
        for (int at = 1; at < rest.limit(); at++) {
            final @Nullable RecordHeader header =
                    LogFormatV1.recordHeader(rest, at, segment.salt(), position + at);
            if (header != null && header.durableThrough() >= sequence) {
                return true;
            }
        }
        return false;
    }
}
