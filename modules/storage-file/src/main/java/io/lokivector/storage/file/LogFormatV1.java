package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Format 1 of a log segment. All numbers are big-endian; checksums are CRC-32C.
 *
 * <pre>
 * segment  = header record*                      named segment-%08x.log by its number, from 1
 * header   = magic "LOKILOG\n"           8       36 bytes
 *            format version (1)          4
 *            segment number              4
 *            sequence of first record    8
 *            length of the previous      4       where the segment before this one ends; what it
 *                                                has beyond is not part of the log
 *            salt                        4
 *            checksum of all above       4
 * record   = magic 0x4C4B5242            4       32 bytes and the body; one record is one batch
 *            length of the body          4
 *            sequence                    8       one more than the record before
 *            durable through             8       the last sequence known to be durable when
 *                                                this record was written
 *            checksum of the body        4
 *            checksum of salt, position of the record in the file, and all above  4
 *            body
 * body     = entry*
 * entry    = 0, length (1), name                              the space of the entries after this
 *          | 1, length (2), key, length (4), checksum of the value (4), value        put
 *          | 2, length (2), key                                                      delete
 *          | 3                                                                       drop space
 * </pre>
 *
 * <p>The salt and the position keep a record that somebody stored as a value from being taken for
 * one of the log's own.
 */
final class LogFormatV1 {
    static final int SEGMENT_HEADER_BYTES = 36;
    static final int RECORD_HEADER_BYTES = 32;
    static final int VALUE_CHECKSUM_BYTES = 4;

    /** The longest body of a record (1 GiB). */
    static final int BODY_BYTES_MAX = 1 << 30;

    private static final long SEGMENT_MAGIC = 0x4C4F4B494C4F470AL;
    private static final int VERSION = 1;
    private static final int RECORD_MAGIC = 0x4C4B5242;
    private static final int BODY_CHECKSUM_AT = 24;
    private static final int HEADER_CHECKSUM_AT = 28;
    private static final byte SPACE = 0;
    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final byte DROP = 3;
    private static final int PUT_OVERHEAD_BYTES = 1 + 2 + 4 + VALUE_CHECKSUM_BYTES;

    private LogFormatV1() {}

    /** The entries of a record, as they are read. */
    interface Entries {
        /** A key is set; its value stands at {@code offset} in the segment. */
        void put(String space, byte[] key, int offset, int length);

        /** A key is removed. */
        void delete(String space, byte[] key);

        /** A space is removed. */
        void drop(String space);
    }

    /** The header of a segment. */
    record SegmentHeader(int number, long firstSequence, int previousLength, int salt) {}

    /** The header of a record. */
    record RecordHeader(int bodyLength, long sequence, long durableThrough, int bodyChecksum) {}

    /** What a put occupies in a record. */
    static long putBytes(int keyLength, int valueLength) {
        return (long) PUT_OVERHEAD_BYTES + keyLength + valueLength;
    }

    static ByteBuffer encode(SegmentHeader header) {
        final ByteBuffer bytes = ByteBuffer.allocate(SEGMENT_HEADER_BYTES);
        bytes.putLong(SEGMENT_MAGIC).putInt(VERSION).putInt(header.number());
        bytes.putLong(header.firstSequence()).putInt(header.previousLength());
        bytes.putInt(header.salt());
        return bytes.putInt(checksum(bytes.array(), 0, bytes.position())).flip();
    }

    /**
     * The header that the bytes are, or null if they are none.
     *
     * @throws StorageException if they are a header of another format version
     */
    static @Nullable SegmentHeader segmentHeader(ByteBuffer bytes, String file) {
        if (bytes.remaining() < SEGMENT_HEADER_BYTES || bytes.getLong(0) != SEGMENT_MAGIC) {
            return null;
        }
        final int end = SEGMENT_HEADER_BYTES - Integer.BYTES;
        if (checksum(bytes.array(), 0, end) != bytes.getInt(end)) {
            return null;
        }
        if (bytes.getInt(8) != VERSION) {
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    file
                            + " has log format "
                            + bytes.getInt(8)
                            + ", and this version reads format "
                            + VERSION
                            + "; open it with the version that wrote it");
        }
        return new SegmentHeader(
                bytes.getInt(12), bytes.getLong(16), bytes.getInt(24), bytes.getInt(28));
    }

    /** The record of a batch, its header yet to be filled by {@link #seal}. */
    static ByteBuffer encode(WriteBatch batch) {
        final ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER_BYTES + bodyBytes(batch));
        record.position(RECORD_HEADER_BYTES);
        String space = "";
        for (final WriteBatch.Write write : batch.writes()) {
            if (!write.space().equals(space)) {
                space = write.space();
                final byte[] name = space.getBytes(StandardCharsets.US_ASCII);
                record.put(SPACE).put((byte) name.length).put(name);
            }
            switch (write) {
                case WriteBatch.Put(_, var key, var value) ->
                        record.put(PUT)
                                .putShort((short) key.length)
                                .put(key)
                                .putInt(value.length)
                                .putInt(checksum(value, 0, value.length))
                                .put(value);
                case WriteBatch.Delete(_, var key) ->
                        record.put(DELETE).putShort((short) key.length).put(key);
                case WriteBatch.DropSpace _ -> record.put(DROP);
            }
        }
        return sealBody(record.flip());
    }

    private static int bodyBytes(WriteBatch batch) {
        long bytes = 0;
        String space = "";
        for (final WriteBatch.Write write : batch.writes()) {
            if (!write.space().equals(space)) {
                space = write.space();
                bytes += 2 + space.length();
            }
            bytes +=
                    switch (write) {
                        case WriteBatch.Put(_, var key, var value) ->
                                putBytes(key.length, value.length);
                        case WriteBatch.Delete(_, var key) -> 3 + key.length;
                        case WriteBatch.DropSpace _ -> 1;
                    };
        }
        if (bytes > BODY_BYTES_MAX) {
            throw new StorageException(
                    ErrorCode.TOO_LARGE,
                    "a batch of "
                            + bytes
                            + " bytes is more than the storage takes at once ("
                            + BODY_BYTES_MAX
                            + "); write it in parts");
        }
        return (int) bytes;
    }

    private static ByteBuffer sealBody(ByteBuffer record) {
        final int length = record.limit() - RECORD_HEADER_BYTES;
        record.putInt(0, RECORD_MAGIC).putInt(4, length);
        return record.putInt(
                BODY_CHECKSUM_AT, checksum(record.array(), RECORD_HEADER_BYTES, length));
    }

    /** Fills the header of an encoded record with its place in the log. */
    static void seal(
            ByteBuffer record, long sequence, long durableThrough, int salt, int position) {
        record.putLong(8, sequence).putLong(16, durableThrough);
        record.putInt(HEADER_CHECKSUM_AT, headerChecksum(record, 0, salt, position));
    }

    private static int headerChecksum(ByteBuffer bytes, int at, int salt, int position) {
        final CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putInt(salt).putInt(position).flip());
        crc.update(bytes.array(), at, HEADER_CHECKSUM_AT);
        return (int) crc.getValue();
    }

    /** The header at {@code at} in the bytes, or null if there is none that is whole. */
    static @Nullable RecordHeader recordHeader(ByteBuffer bytes, int at, int salt, int position) {
        if (bytes.limit() - at < RECORD_HEADER_BYTES
                || bytes.getInt(at) != RECORD_MAGIC
                || bytes.getInt(at + HEADER_CHECKSUM_AT)
                        != headerChecksum(bytes, at, salt, position)) {
            return null;
        }
        return new RecordHeader(
                bytes.getInt(at + 4),
                bytes.getLong(at + 8),
                bytes.getLong(at + 16),
                bytes.getInt(at + BODY_CHECKSUM_AT));
    }

    /** Whether the body that follows the header at {@code at} is there and as it was written. */
    static boolean isWhole(RecordHeader header, ByteBuffer bytes, int at) {
        final int body = at + RECORD_HEADER_BYTES;
        return header.bodyLength() <= bytes.limit() - body
                && checksum(bytes.array(), body, header.bodyLength()) == header.bodyChecksum();
    }

    /** The length of the body of the record at {@code at}. */
    static int bodyLength(ByteBuffer bytes, int at) {
        return bytes.getInt(at + 4);
    }

    /**
     * Reads the entries of a body.
     *
     * @param bytes from position to limit the body
     * @param offset where the body stands in the segment
     */
    static void read(ByteBuffer bytes, int offset, Entries entries) {
        final int shift = offset - bytes.position();
        String space = "";
        while (bytes.hasRemaining()) {
            final byte operation = bytes.get();
            switch (operation) {
                case SPACE -> {
                    final byte[] name = new byte[bytes.get() & 0xFF];
                    bytes.get(name);
                    space = new String(name, StandardCharsets.US_ASCII);
                }
                case PUT -> {
                    final byte[] key = key(bytes);
                    final int length = bytes.getInt();
                    bytes.getInt();
                    entries.put(space, key, bytes.position() + shift, length);
                    bytes.position(bytes.position() + length);
                }
                case DELETE -> entries.delete(space, key(bytes));
                case DROP -> entries.drop(space);
                default -> throw new IllegalArgumentException("unknown entry " + operation);
            }
        }
    }

    private static byte[] key(ByteBuffer bytes) {
        final byte[] key = new byte[bytes.getShort()];
        bytes.get(key);
        return key;
    }

    static int checksum(byte[] bytes, int offset, int length) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
