package io.lokivector.kernel.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a dropped file counts. */
class DropFolderTest {
    @TempDir Path folder;

    @Test
    void aFileThatGrowsCountsOnlyOnceItHasStopped() throws IOException {
        final DropFolder watched = new DropFolder(folder);
        assertTrue(watched.first().isEmpty());
        final Path file = Files.writeString(folder.resolve("a.jar"), "half");
        assertTrue(watched.next().isEmpty());
        Files.writeString(file, "half and more");
        assertTrue(watched.next().isEmpty());
        assertEquals(List.of(file), watched.next().arrived());
        assertTrue(watched.next().isEmpty());
    }

    @Test
    void aFileThatIsReplacedStaysAsItWasUntilTheNewOneIsComplete() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.jar"), "one");
        final DropFolder watched = new DropFolder(folder);
        assertEquals(List.of(file), watched.first().arrived());
        Files.writeString(file, "another one");
        assertTrue(watched.next().isEmpty());
        final DropFolder.Changes changes = watched.next();
        assertEquals(List.of(file), changes.gone());
        assertEquals(List.of(file), changes.arrived());
    }

    @Test
    void aRemovedFileIsGoneAtOnce() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.zip"), "one");
        final DropFolder watched = new DropFolder(folder);
        watched.first();
        Files.delete(file);
        assertEquals(List.of(file), watched.next().gone());
    }

    @Test
    void otherFilesAndAMissingFolderDoNotCount() throws IOException {
        Files.writeString(folder.resolve("README.md"), "x");
        Files.writeString(folder.resolve(".a.jar"), "x");
        Files.createDirectory(folder.resolve("b.jar"));
        assertTrue(new DropFolder(folder).first().isEmpty());
        assertTrue(new DropFolder(folder.resolve("nowhere")).first().isEmpty());
    }
}
