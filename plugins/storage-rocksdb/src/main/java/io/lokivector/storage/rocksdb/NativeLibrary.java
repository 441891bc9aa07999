package io.lokivector.storage.rocksdb;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, unpacked once into a folder of our own and loaded from there.
 *
 * <p>RocksDB's own loader leaves one more copy in the temporary folder each time a process starts.
 * Here the copy stays, and every start compares it with the one in the jar, byte by byte.
 */
final class NativeLibrary {
    private static final String FOLDER = "native";

    /** The library of this platform, as the jar names it. */
    static final String PACKED_NAME = Environment.getJniLibraryFileName("rocksdb");

    /** The library of this platform, as RocksDB looks for it in a folder. */
    static final String NAME = Environment.getJniLibraryFileName("rocksdbjni");

    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * A JVM loads the same file into one class loader only. A plugin loaded again, while its former
     * loader has not been collected yet, needs a copy of another name: this many are tried.
     */
    private static final int MAX_COPIES = 8;

    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library, if this class loader has not loaded it yet.
     *
     * @param files the folder of the component
     * @throws StorageException if there is none for this platform, or it cannot be unpacked
     */
    static synchronized void load(DataFiles files) {
        if (loaded) {
            return;
        }
        @Nullable UnsatisfiedLinkError failure = null;
        for (int copy = 0; copy < MAX_COPIES; copy++) {
            final Path folder = unpack(files, copy);
            try {
                RocksDB.loadLibrary(List.of(folder.toString()));
                loaded = true;
                return;
            } catch (UnsatisfiedLinkError e) {
                failure = e;
                if (!String.valueOf(e.getMessage()).contains("another classloader")) {
                    break;
                }
            }
        }
        throw new StorageException(
                ErrorCode.UNAVAILABLE,
                "The RocksDB library "
                        + PACKED_NAME
                        + " does not load on this machine; its log says why. Use the storage type"
                        + " 'file' instead.",
                failure == null ? new UnsatisfiedLinkError(PACKED_NAME) : failure);
    }

    /**
     * Makes sure that the library lies in a folder, as it is in the jar.
     *
     * @return that folder
     */
    static Path unpack(DataFiles files, int copy) {
        try (InputStream packed = openPacked()) {
            final DataFiles folder = files.folder(FOLDER).folder(Integer.toString(copy));
            if (!folder.exists(NAME) || !isSame(folder)) {
                write(packed, folder);
            }
            return folder.path().orElseThrow();
        } catch (IOException e) {
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    "The RocksDB library could not be unpacked into the data folder; check that"
                            + " it is writable and has 20 MB to spare.",
                    e);
        }
    }

    private static InputStream openPacked() {
        final @Nullable InputStream packed = RocksDB.class.getResourceAsStream("/" + PACKED_NAME);
        if (packed == null) {
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    "This plugin carries no RocksDB library for this platform ("
                            + PACKED_NAME
                            + "). Use the storage type 'file' instead.");
        }
        return packed;
    }

    private static boolean isSame(DataFiles folder) throws IOException {
        final ByteBuffer read = ByteBuffer.allocate(BUFFER_BYTES);
        try (InputStream packed = openPacked();
                DataFile unpacked = folder.openReadOnly(NAME)) {
            long position = 0;
            while (true) {
                final byte[] expected = packed.readNBytes(BUFFER_BYTES);
                final int length = unpacked.read(read.clear(), position);
                if (!Arrays.equals(expected, 0, expected.length, read.array(), 0, length)) {
                    return false;
                }
                if (length == 0) {
                    return true;
                }
                position += length;
            }
        }
    }

    private static void write(InputStream packed, DataFiles folder) throws IOException {
        final String unfinished = NAME + ".tmp";
        try (DataFile file = folder.open(unfinished)) {
            file.truncate(0);
            long position = 0;
            for (byte[] chunk = packed.readNBytes(BUFFER_BYTES);
                    chunk.length > 0;
                    chunk = packed.readNBytes(BUFFER_BYTES)) {
                file.write(ByteBuffer.wrap(chunk), position);
                position += chunk.length;
            }
            file.force();
        }
        folder.rename(unfinished, NAME);
        folder.syncDirectory();
    }
}
