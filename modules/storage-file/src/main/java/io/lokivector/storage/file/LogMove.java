package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.storage.file.LogFormatV1.RecordHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The move of the last records of a segment, which a failed force may have lost, to a new one.
 *
 * @param from the segment that failed
 * @param start where the records begin in it
 * @param to the new segment, in which they follow its header
 * @param records the records as they were read back
 */
record LogMove(Segment from, int start, Segment to, ByteBuffer records) {

    /**
     * The records with the headers that they must have in the new segment.
     *
     * @throws StorageException if they could not be read back whole
     */
    ByteBuffer resealed(long durableThrough) {
        final ByteBuffer sealed = ByteBuffer.allocate(records.limit());
        int at = 0;
        while (at < records.limit()) {
            final @Nullable RecordHeader header =
                    LogFormatV1.recordHeader(records, at, from.salt(), start + at);
            if (header == null || !LogFormatV1.isWhole(header, records, at)) {
                throw new StorageException(
                        ErrorCode.UNAVAILABLE,
                        "the disk lost writes of "
                                + Segment.name(from.number())
                                + " that cannot be read back; check the disk and open the"
                                + " database again");
            }
            final int length = LogFormatV1.RECORD_HEADER_BYTES + header.bodyLength();
            final ByteBuffer record = ByteBuffer.allocate(length);
            records.get(at, record.array());
            LogFormatV1.seal(
                    record,
                    header.sequence(),
                    durableThrough,
                    to.salt(),
                    LogFormatV1.SEGMENT_HEADER_BYTES + at);
            sealed.put(record);
            at += length;
        }
        return sealed.flip();
    }

    /** The directory after the move. */
    Directory relocate(Directory directory, Directory.Usage usage) {
        final int shift = LogFormatV1.SEGMENT_HEADER_BYTES - start;
        final Directory.Edit edit = new Directory.Edit(directory, to.number(), usage);
        final LogFormatV1.Entries entries =
                new LogFormatV1.Entries() {
                    @Override
                    public void put(String space, byte[] key, int offset, int length) {
                        // A later record may have replaced or removed it.
                        final Location old = new Location(from.number(), offset, length);
                        if (old.equals(directory.space(space).find(key))) {
                            edit.put(space, key, offset + shift, length);
                        }
                    }

                    @Override
                    public void delete(String space, byte[] key) {}

                    @Override
                    public void drop(String space) {}
                };
        int at = 0;
        while (at < records.limit()) {
            final int body = at + LogFormatV1.RECORD_HEADER_BYTES;
            final int end = body + LogFormatV1.bodyLength(records, at);
            final ByteBuffer bytes = records.duplicate().position(body).limit(end);
            LogFormatV1.read(bytes, start + body, entries);
            at = end;
        }
        return edit.finish();
    }
}
