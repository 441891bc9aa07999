package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Format 1 of a checkpoint: the whole key directory as it was at one place of the log. All numbers
 * are big-endian; checksums are CRC-32C.
 *
 * <pre>
 * file   = header chunk* end                     named checkpoint-%016x.ckp by its sequence
 * header = magic "LOKICKP\n"             8       32 bytes
 *          format version (1)            4
 *          sequence                      8       the last record that it contains
 *          segment, offset               4 + 4   where the log goes on
 *          checksum of all above         4
 * chunk  = length of the content         4
 *          checksum of the content       4
 *          content: length (1) and name of the space, number of keys (4), then for each key in
 *          order: length (2), key, segment (4), offset (4), length (4) of its value
 * end    = 0                             4
 *          checksum of the number        4
 *          number of all keys            8
 * </pre>
 */
final class CheckpointFormatV1 {
    private static final long MAGIC = 0x4C4F4B49434B500AL;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 18;
    private static final int CHUNK_BYTES_MAX = 2 * CHUNK_BYTES;

    private CheckpointFormatV1() {}

    /** A directory, the last record in it, and where the log goes on. */
    record Checkpoint(Directory directory, int segment, int offset, long sequence) {}

    /** Writes and forces a file; returns its length. */
    static long write(Checkpoint checkpoint, DataFiles files, String name) throws IOException {
        try (DataFile file = files.open(name)) {
            final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            header.putLong(MAGIC).putInt(VERSION).putLong(checkpoint.sequence());
            header.putInt(checkpoint.segment()).putInt(checkpoint.offset());
            header.putInt(LogFormatV1.checksum(header.array(), 0, header.position()));
            file.write(header.flip(), 0);
            final Writer writer = new Writer(file);
            for (final String space : checkpoint.directory().spaces()) {
                writer.space(space, checkpoint.directory().space(space));
            }
            final long length = writer.finish();
            file.force();
            return length;
        }
    }

    private static final class Writer {
        private final DataFile file;
        private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES_MAX);
        private long position = HEADER_BYTES;
        private long keys;

        Writer(DataFile file) {
            this.file = file;
        }

        void space(String name, KeyTree tree) throws IOException {
            final byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            final KeyTree.Cursor cursor = tree.cursor();
            boolean more = cursor.next();
            while (more) {
                chunk.clear().position(CHUNK_HEADER_BYTES);
                chunk.put((byte) bytes.length).put(bytes);
                final int countAt = chunk.position();
                chunk.putInt(0);
                int count = 0;
                while (more && chunk.position() < CHUNK_BYTES) {
                    final Location location = cursor.location();
                    chunk.putShort((short) cursor.key().length).put(cursor.key());
                    chunk.putInt(location.segment()).putInt(location.offset());
                    chunk.putInt(location.length());
                    count++;
                    more = cursor.next();
                }
                chunk.putInt(countAt, count);
                keys += count;
                writeChunk();
            }
        }

        private void writeChunk() throws IOException {
            final int length = chunk.position() - CHUNK_HEADER_BYTES;
            chunk.putInt(0, length);
            chunk.putInt(4, LogFormatV1.checksum(chunk.array(), CHUNK_HEADER_BYTES, length));
            write(chunk.flip());
        }

        long finish() throws IOException {
            chunk.clear().position(CHUNK_HEADER_BYTES);
            chunk.putLong(keys);
            chunk.putInt(0, 0);
            chunk.putInt(4, LogFormatV1.checksum(chunk.array(), CHUNK_HEADER_BYTES, Long.BYTES));
            write(chunk.flip());
            return position;
        }

        private void write(ByteBuffer bytes) throws IOException {
            final int length = bytes.remaining();
            file.write(bytes, position);
            position += length;
        }
    }

    /**
     * Reads a file; empty if it is damaged.
     *
     * @throws StorageException if it has another format version
     */
    static Optional<Checkpoint> read(DataFiles files, String name) throws IOException {
        try (DataFile file = files.openReadOnly(name)) {
            final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            file.read(header, 0);
            final int end = HEADER_BYTES - Integer.BYTES;
            if (header.hasRemaining()
                    || header.getLong(0) != MAGIC
                    || header.getInt(end) != LogFormatV1.checksum(header.array(), 0, end)) {
                return Optional.empty();
            }
            if (header.getInt(8) != VERSION) {
                throw new StorageException(
                        ErrorCode.UNAVAILABLE,
                        name
                                + " has checkpoint format "
                                + header.getInt(8)
                                + ", and this version reads format "
                                + VERSION
                                + "; open it with the version that wrote it");
            }
            return new Reader(file)
                    .directory()
                    .map(directory ->
                            new Checkpoint(
                                    directory,
                                    header.getInt(20),
                                    header.getInt(24),
                                    header.getLong(12)));
        }
    }

    private static final class Reader {
        private final DataFile file;
        private long position = HEADER_BYTES;
        private Directory directory = Directory.EMPTY;
        private String space = "";
        private KeyTree.Builder tree = new KeyTree.Builder();
        private long keys;

        Reader(DataFile file) {
            this.file = file;
        }

        Optional<Directory> directory() throws IOException {
            while (true) {
                final ByteBuffer header = bytes(CHUNK_HEADER_BYTES);
                if (header.limit() < CHUNK_HEADER_BYTES) {
                    return Optional.empty();
                }
                final int length = header.getInt();
                if (length < 0 || length > CHUNK_BYTES_MAX) {
                    return Optional.empty();
                }
                final ByteBuffer content = bytes(length == 0 ? Long.BYTES : length);
                if (content.limit() < length
                        || LogFormatV1.checksum(content.array(), 0, content.limit())
                                != header.getInt()) {
                    return Optional.empty();
                }
                if (length == 0) {
                    finishSpace();
                    return content.getLong() == keys ? Optional.of(directory) : Optional.empty();
                }
                readChunk(content);
            }
        }

        private ByteBuffer bytes(int length) throws IOException {
            final ByteBuffer bytes = ByteBuffer.allocate(length);
            position += file.read(bytes, position);
            return bytes.flip();
        }

        private void readChunk(ByteBuffer content) {
            final byte[] name = new byte[content.get() & 0xFF];
            content.get(name);
            final String next = new String(name, StandardCharsets.US_ASCII);
            if (!next.equals(space)) {
                finishSpace();
                space = next;
            }
            final int count = content.getInt();
            for (int i = 0; i < count; i++) {
                final byte[] key = new byte[content.getShort()];
                content.get(key);
                tree.add(key, new Location(content.getInt(), content.getInt(), content.getInt()));
            }
            keys += count;
        }

        private void finishSpace() {
            directory = directory.with(space, tree.build());
            tree = new KeyTree.Builder();
        }
    }
}
