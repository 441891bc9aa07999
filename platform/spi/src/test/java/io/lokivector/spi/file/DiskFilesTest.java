package io.lokivector.spi.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DiskFilesTest {
    @TempDir private Path directory;

    @Test
    void writesAndReadsAtPositions() throws IOException {
        final DataFiles files = DiskFiles.at(directory);
        try (DataFile file = files.open("a.log")) {
            file.write(bytes("world"), 6);
            file.write(bytes("hello "), 0);
            file.force();
            files.syncDirectory();
            final ByteBuffer target = ByteBuffer.allocate(20);
            assertEquals(11, file.read(target, 0));
            assertEquals("hello world", text(target));
            assertEquals(0, file.read(ByteBuffer.allocate(5), 100));
            file.truncate(5);
            assertEquals(5, file.size());
        }
        try (Arena arena = Arena.ofConfined();
                DataFile file = files.openReadOnly("a.log")) {
            assertEquals((byte) 'o', file.map(1, 4, arena).get(ValueLayout.JAVA_BYTE, 3), "mapped");
        }
    }

    @Test
    void renameReplacesAndDeleteIsForgiving() throws IOException {
        final DataFiles files = DiskFiles.at(directory);
        create(files, "old", "1");
        create(files, "new", "22");
        files.rename("old", "new");
        assertEquals(List.of("new"), files.list());
        try (DataFile file = files.openReadOnly("new")) {
            assertEquals(1, file.size());
        }
        files.delete("new");
        files.delete("new");
        assertFalse(files.exists("new"));
        assertThrows(NoSuchFileException.class, () -> files.openReadOnly("new"));
    }

    @Test
    void foldersAreKeptApartAndDeletedWhole() throws IOException {
        final DataFiles files = DiskFiles.at(directory.resolve("deep/er"));
        create(files.folder("inner").folder("most"), "file", "x");
        create(files, "file", "y");
        assertEquals(List.of("inner"), files.folders());
        assertEquals(List.of("file"), files.list());
        assertEquals(
                Optional.of(directory.toAbsolutePath().resolve("deep/er/inner")),
                files.folder("inner").path());
        files.deleteFolder("inner");
        files.deleteFolder("inner");
        assertEquals(List.of(), files.folders());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "\u00e4", "a b", "nul\0"})
    void refusesNamesThatAreNotPlain(String name) throws IOException {
        final DataFiles files = DiskFiles.at(directory);
        assertThrows(IllegalArgumentException.class, () -> files.open(name));
        assertThrows(IllegalArgumentException.class, () -> files.folder(name));
        assertThrows(IllegalArgumentException.class, () -> files.deleteFolder(name));
        assertThrows(IllegalArgumentException.class, () -> files.rename("a", name));
    }

    @Test
    void anInterruptedThreadLeavesTheFileUsable() throws IOException {
        final DataFiles files = DiskFiles.at(directory);
        try (DataFile file = files.open("a")) {
            Thread.currentThread().interrupt();
            file.write(bytes("kept"), 0);
            assertTrue(Thread.interrupted(), "the interrupt is still there to be seen");
            Thread.currentThread().interrupt();
            file.force();
            assertTrue(Thread.interrupted());
            final ByteBuffer target = ByteBuffer.allocate(4);
            assertEquals(4, file.read(target, 0));
            assertEquals("kept", text(target));
        }
    }

    @Test
    void aClosedFileStaysClosed() throws IOException {
        final DataFile file = DiskFiles.at(directory).open("a");
        file.close();
        file.close();
        assertThrows(ClosedChannelException.class, file::size);
    }

    @Test
    void aFolderIsLockedOnce() throws IOException {
        final DiskFiles files = DiskFiles.at(directory);
        try (var _ = files.lock()) {
            final LokiVectorException refused =
                    assertThrows(LokiVectorException.class, DiskFiles.at(directory)::lock);
            assertEquals(ErrorCode.UNAVAILABLE, refused.code());
            assertTrue(refused.problem().contains(directory.toString()), refused.problem());
        }
        files.lock().close();
    }

    @Test
    void anotherProcessFindsTheFolderLocked() throws Exception {
        final Path classes =
                Path.of(
                        DiskFiles.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        try (var _ = DiskFiles.at(directory).lock()) {
            final Process other =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-cp",
                                    classes
                                            + File.pathSeparator
                                            + classes.resolveSibling("test-classes"),
                                    LockOnce.class.getName(),
                                    directory.toString())
                            .redirectErrorStream(true)
                            .start();
            final String output = new String(other.getInputStream().readAllBytes(), US_ASCII);
            assertEquals(LockOnce.REFUSED, other.waitFor(), output);
        }
    }

    /** Takes the lock in a process of its own. */
    static final class LockOnce {
        static final int REFUSED = 7;

        public static void main(String[] arguments) throws IOException {
            try (var _ = DiskFiles.at(Path.of(arguments[0])).lock()) {
                System.exit(0);
            } catch (LokiVectorException e) {
                System.exit(e.problem().startsWith("another process") ? REFUSED : 1);
            }
        }
    }

    private static void create(DataFiles files, String name, String content) throws IOException {
        try (DataFile file = files.open(name)) {
            file.write(bytes(content), 0);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(ByteBuffer filled) {
        return new String(filled.array(), 0, filled.position(), US_ASCII);
    }
}
