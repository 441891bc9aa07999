package io.lokivector.engine.index;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.VectorIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Says which checkpoint of an index is whole, and what it holds.
 *
 * <p>The file {@value #NAME}, big-endian: version (1 byte, 1), {@link #from} (8), {@link #until}
 * (8), {@link #dimension} (4), the length of {@link #type} in bytes (2), the type in UTF-8, and a
 * CRC32C of all that (4). It is written beside, forced, and renamed: it is the old one or the new
 * one, never half of one.
 *
 * @param from all changes up to this sequence number are in the checkpoint
 * @param until no change above this one is
 * @param type of the index
 */
record CheckpointManifest(long from, long until, int dimension, String type) {
    static final String NAME = "manifest";
    private static final String FILE = "checkpoint-";
    private static final String NEW_NAME = "manifest.new";
    private static final byte VERSION = 1;
    private static final int LENGTH_MAX = 4096;

    /** The checkpoint's file. */
    String fileName() {
        return FILE + from;
    }

    void write(DataFiles files) throws IOException {
        final byte[] text = type.getBytes(StandardCharsets.UTF_8);
        final ByteBuffer bytes = ByteBuffer.allocate(1 + 8 + 8 + 4 + 2 + text.length + 4);
        bytes.put(VERSION).putLong(from).putLong(until).putInt(dimension);
        bytes.putShort((short) text.length).put(text);
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        files.delete(NEW_NAME);
        try (DataFile file = files.open(NEW_NAME)) {
            file.write(bytes.flip(), 0);
            file.force();
        }
        files.rename(NEW_NAME, NAME);
        files.syncDirectory();
    }

    /**
     * Saves an index, and drops what was saved of it before.
     *
     * @param from all changes up to this sequence number are in the index
     * @param until asked when it is saved: no change above this one is in what was saved
     */
    static void save(
            VectorIndex index,
            DataFiles files,
            long from,
            LongSupplier until,
            int dimension,
            String type)
            throws IOException {
        final String file = FILE + from;
        files.delete(file);
        index.save(files, file);
        new CheckpointManifest(from, until.getAsLong(), dimension, type).write(files);
        for (final String old : files.list()) {
            if (old.startsWith(FILE) && !old.equals(file)) {
                files.delete(old);
            }
        }
    }

    /** Gives up the checkpoint of a folder for good. */
    static void delete(DataFiles files) throws IOException {
        files.delete(NAME);
        files.syncDirectory();
    }

    /** The manifest of a folder; empty if there is none that is whole. */
    static Optional<CheckpointManifest> read(DataFiles files) throws IOException {
        if (!files.exists(NAME)) {
            return Optional.empty();
        }
        try (DataFile file = files.openReadOnly(NAME)) {
            final int length = (int) Math.min(LENGTH_MAX, file.size());
            final ByteBuffer bytes = ByteBuffer.allocate(length);
            final int read = file.read(bytes, 0);
            return decode(bytes.flip().limit(Math.max(0, read)));
        }
    }

    private static Optional<CheckpointManifest> decode(ByteBuffer bytes) {
        final int length = bytes.limit();
        if (length < 27 || bytes.getInt(length - 4) != checksum(bytes.array(), length - 4)) {
            return Optional.empty();
        }
        if (bytes.get() != VERSION) {
            return Optional.empty();
        }
        final long from = bytes.getLong();
        final long until = bytes.getLong();
        final int dimension = bytes.getInt();
        final byte[] text = new byte[bytes.getShort()];
        bytes.get(text);
        return Optional.of(
                new CheckpointManifest(
                        from, until, dimension, new String(text, StandardCharsets.UTF_8)));
    }

    private static int checksum(byte[] bytes, int length) {
        final CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
