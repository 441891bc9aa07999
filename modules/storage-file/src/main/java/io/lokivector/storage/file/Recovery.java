package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.storage.file.CheckpointFormatV1.Checkpoint;
import io.lokivector.storage.file.LogFormatV1.SegmentHeader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings a store back from its files: the newest checkpoint, and the log after it.
 *
 * <p>Only the end of the log may be torn, since a segment is forced before the next one begins; it
 * is cut off. Everything else that does not match its checksum is reported, with its place.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final DataFiles files;
    private final Segments segments;
    private final RandomGenerator random;
    private final List<Found> found = new ArrayList<>();

    private record Found(Segment segment, @Nullable SegmentHeader header) {}

    /** A store as it was found; the log goes on in {@code active}. */
    record Recovered(Directory directory, Segment active, long sequence, long replayedBytes) {}

    Recovery(DataFiles files, Segments segments, RandomGenerator random) {
        this.files = files;
        this.segments = segments;
        this.random = random;
    }

    Recovered recover(Checkpoints checkpoints) throws IOException {
        final Checkpoint base =
                checkpoints
                        .load()
                        .orElseGet(() ->
                                new Checkpoint(
                                        Directory.EMPTY, 1, LogFormatV1.SEGMENT_HEADER_BYTES, 0));
        for (final String name : files.list()) {
            if (Segment.isName(name)) {
                found.add(find(name));
            }
        }
        final boolean isNew = base.sequence() == 0 && dropUnfinished(1);
        if (isNew) {
            final Segment first = Log.create(files, random.nextInt(), 1, 1, 0);
            segments.add(first);
            return new Recovered(Directory.EMPTY, first, 0, 0);
        }
        dropUnfinished(base.segment() + 1);
        final Recovered recovered = replay(base);
        // What the last process wrote may not have been forced by it.
        recovered.active().file().force();
        files.syncDirectory();
        count(recovered.directory());
        return recovered;
    }

    private Found find(String name) throws IOException {
        final DataFile file = files.open(name);
        final int number = Segment.number(name);
        final int length = (int) Math.min(Integer.MAX_VALUE, file.size());
        final ByteBuffer bytes = ByteBuffer.allocate(LogFormatV1.SEGMENT_HEADER_BYTES);
        file.read(bytes, 0);
        final @Nullable SegmentHeader header = LogFormatV1.segmentHeader(bytes.flip(), name);
        final Segment segment =
                new Segment(number, header == null ? 0 : header.salt(), file, length);
        segments.add(segment);
        return new Found(segment, header);
    }

    /**
     * Deletes the last segment if it is not before {@code first} and its creation was not finished:
     * the header is forced before a record follows it. True if there is no segment then.
     */
    private boolean dropUnfinished(int first) throws IOException {
        if (!found.isEmpty()) {
            final Found last = found.getLast();
            if (last.header() == null
                    && last.segment().number() >= first
                    && last.segment().length() <= LogFormatV1.SEGMENT_HEADER_BYTES) {
                found.removeLast();
                segments.delete(last.segment());
                files.syncDirectory();
            }
        }
        return found.isEmpty();
    }

    private Recovered replay(Checkpoint base) throws IOException {
        Directory directory = base.directory();
        long sequence = base.sequence();
        int position = base.offset();
        long replayed = 0;
        int number = base.segment();
        while (true) {
            final Segment segment = segments.get(number);
            final @Nullable Found next = find(number + 1);
            final int end = checkedEnd(segment, next, position);
            final Directory.Edit edit = new Directory.Edit(directory, number, (_, _) -> {});
            final LogReader reader = new LogReader(segment, position, end);
            while (reader.next(sequence + 1, edit)) {
                sequence++;
            }
            directory = edit.finish();
            replayed += reader.position() - position;
            if (next == null) {
                cutTail(reader, segment, sequence + 1);
                return new Recovered(directory, segment, sequence, replayed);
            }
            if (reader.position() != end) {
                throw damaged(segment, reader.position());
            }
            final @Nullable SegmentHeader header = next.header();
            if (header == null || header.firstSequence() != sequence + 1) {
                throw damaged(next.segment(), 0);
            }
            segment.length(end);
            number++;
            position = LogFormatV1.SEGMENT_HEADER_BYTES;
        }
    }

    private @Nullable Found find(int number) {
        for (final Found one : found) {
            if (one.segment().number() == number) {
                return one;
            }
            if (one.segment().number() > number) {
                throw new StorageException(
                        ErrorCode.CORRUPTED,
                        Segment.name(number) + " is missing; restore it from a backup");
            }
        }
        return null;
    }

    /** Where the log ends in a segment, by the header of the next one if there is one. */
    private static int checkedEnd(Segment segment, @Nullable Found next, int position) {
        if (headerIsMissing(segment)) {
            throw damaged(segment, 0);
        }
        int end = segment.length();
        if (next != null) {
            final @Nullable SegmentHeader header = next.header();
            if (header == null || header.number() != segment.number() + 1) {
                throw damaged(next.segment(), 0);
            }
            end = Math.min(end, header.previousLength());
            if (end < header.previousLength()) {
                throw damaged(segment, end);
            }
        }
        if (end < position) {
            throw damaged(segment, end);
        }
        return end;
    }

    private static boolean headerIsMissing(Segment segment) {
        final ByteBuffer bytes = ByteBuffer.allocate(LogFormatV1.SEGMENT_HEADER_BYTES);
        return LogFormatV1.segmentHeader(segment.readAt(bytes, 0), Segment.name(segment.number()))
                == null;
    }

    private static void cutTail(LogReader reader, Segment segment, long sequence)
            throws IOException {
        final int end = reader.position();
        if (end == segment.length()) {
            return;
        }
        if (reader.wasDurable(sequence)) {
            throw damaged(segment, end);
        }
        LOG.log(
                Level.INFO,
                "{0}: cut {1} bytes that a crash left unfinished",
                Segment.name(segment.number()),
                segment.length() - end);
        segment.file().truncate(end);
        segment.length(end);
    }

    private static StorageException damaged(Segment segment, int position) {
        return new StorageException(
                ErrorCode.CORRUPTED,
                Segment.name(segment.number())
                        + " is damaged at byte "
                        + position
                        + "; restore it from a backup");
    }

    private void count(Directory directory) {
        for (final String space : directory.spaces()) {
            final KeyTree.Cursor cursor = directory.space(space).cursor();
            while (cursor.next()) {
                final Location location = cursor.location();
                segments.get(location.segment())
                        .changeLiveBytes(
                                LogFormatV1.putBytes(cursor.key().length, location.length()));
            }
        }
    }
}
