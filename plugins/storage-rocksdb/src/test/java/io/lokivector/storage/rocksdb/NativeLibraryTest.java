package io.lokivector.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.tck.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

class NativeLibraryTest {
    @TempDir Path folder;

    @Test
    void aDamagedCopyIsReplaced() throws IOException {
        final DiskFiles files = DiskFiles.at(folder);
        NativeLibrary.unpack(files, 0);
        final Path copy = folder.resolve("native/0").resolve(NativeLibrary.NAME);
        final byte[] packed;
        try (InputStream library =
                RocksDB.class.getResourceAsStream("/" + NativeLibrary.PACKED_NAME)) {
            packed = library.readAllBytes();
        }
        assertArrayEquals(packed, Files.readAllBytes(copy));

        final byte[] damaged = packed.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(copy, damaged);
        NativeLibrary.unpack(files, 0);
        assertArrayEquals(packed, Files.readAllBytes(copy));
        assertEquals(List.of(NativeLibrary.NAME), DiskFiles.at(copy.getParent()).list());
    }

    @Test
    void filesThatAreNotOnADiskAreRefusedWithAReason() {
        try (TestContext context = new TestContext(new NowhereFiles())) {
            final StorageException failure =
                    assertThrows(
                            StorageException.class,
                            () ->
                                    new RocksStorageFactory()
                                            .create(
                                                    RecordSchema.of(RocksStorageConfig.class)
                                                            .defaults(),
                                                    context));
            assertEquals(ErrorCode.BAD_REQUEST, failure.code());
        }
    }

    /** Files without a place. */
    private static final class NowhereFiles implements DataFiles {
        @Override
        public DataFile open(String name) throws IOException {
            throw new IOException("nowhere");
        }

        @Override
        public DataFile openReadOnly(String name) throws IOException {
            throw new IOException("nowhere");
        }

        @Override
        public boolean exists(String name) {
            return false;
        }

        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public void rename(String from, String to) throws IOException {
            throw new IOException("nowhere");
        }

        @Override
        public void delete(String name) {}

        @Override
        public void syncDirectory() {}

        @Override
        public DataFiles folder(String name) {
            return this;
        }

        @Override
        public List<String> folders() {
            return List.of();
        }

        @Override
        public void deleteFolder(String name) {}

        @Override
        public Optional<Path> path() {
            return Optional.empty();
        }
    }
}
