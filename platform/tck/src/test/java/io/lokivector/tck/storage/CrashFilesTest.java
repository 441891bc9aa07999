package io.lokivector.tck.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CrashFilesTest {
    @Test
    void whatWasForcedAndSyncedSurvivesEveryCrash() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            final CrashFiles disk = new CrashFiles();
            write(disk.folder("inner"), "a", 0, "durable", true);
            disk.syncDirectory();
            write(disk.folder("inner"), "b", 0, "lost?", false);
            final CrashFiles after = disk.afterCrash(seed);
            assertEquals("durable", read(after.folder("inner"), "a"));
        }
    }

    @Test
    void whatWasNotForcedIsThereWhollyTornOrNotAtAll() throws IOException {
        final Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            final CrashFiles disk = new CrashFiles();
            write(disk, "a", 0, "ab", true);
            write(disk, "a", 2, "cd", false);
            write(disk, "a", 4, "e", false);
            outcomes.add(read(disk.afterCrash(seed), "a").replace('\0', '0'));
        }
        assertTrue(
                outcomes.containsAll(Set.of("ab", "abcde", "abcd", "abc", "ab00e", "ab0d")),
                () -> "seen: " + outcomes);
        assertTrue(outcomes.stream().allMatch(outcome -> outcome.startsWith("ab")));
    }

    @Test
    void anUnsyncedNameIsKeptOrLostButARenameLosesNoFile() throws IOException {
        final Set<List<String>> outcomes = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            final CrashFiles disk = new CrashFiles();
            write(disk, "old", 0, "1", true);
            disk.rename("old", "new");
            disk.open("created").close();
            outcomes.add(disk.afterCrash(seed).list());
        }
        assertEquals(
                Set.of(
                        List.of("old"),
                        List.of("new"),
                        List.of("created", "old"),
                        List.of("created", "new")),
                outcomes);
    }

    @Test
    void thePowerFailsInTheNamedCallAndNothingAnswersAfterwards() throws IOException {
        final CrashFiles disk = new CrashFiles();
        final DataFile file = disk.open("a");
        disk.crashAt(2);
        file.write(bytes("x"), 0);
        assertThrows(CrashException.class, file::force);
        assertTrue(disk.crashed());
        assertThrows(CrashException.class, file::size);
        assertThrows(CrashException.class, disk::list);
    }

    @Test
    void aFailedForceLosesItsPagesForGood() throws IOException {
        boolean lost = false;
        for (int seed = 0; seed < 20; seed++) {
            final CrashFiles disk = new CrashFiles();
            write(disk, "a", 0, "..", true);
            final DataFile file = disk.open("a");
            file.write(bytes("x"), 0);
            disk.forceFails(true);
            assertThrows(IOException.class, file::force);
            disk.forceFails(false);
            file.write(bytes("y"), 1);
            file.force();
            final String after = read(disk.afterCrash(seed), "a");
            assertEquals('y', after.charAt(1));
            lost |= after.charAt(0) == '.';
        }
        assertTrue(lost, "an abandoned page came through twenty crashes");
    }

    @Test
    void aFullDiskTakesNoMoreAndHeals() throws IOException {
        final CrashFiles disk = new CrashFiles();
        final DataFile file = disk.open("a");
        disk.diskFull(true);
        assertThrows(IOException.class, () -> file.write(bytes("1234"), 0));
        assertThrows(IOException.class, () -> disk.open("b"));
        disk.diskFull(false);
        file.write(bytes("1234"), 0);
        assertEquals("1234", read(disk, "a"));
    }

    @Test
    void aKilledProcessLosesNothingThatWasWritten() throws IOException {
        final CrashFiles disk = new CrashFiles();
        write(disk, "a", 0, "x", false);
        assertEquals("x", read(disk.afterKill(), "a"));
        assertThrows(CrashException.class, disk::list);
    }

    @Test
    void aFlippedBitIsReadAndKept() throws IOException {
        final CrashFiles disk = new CrashFiles();
        write(disk.folder("f"), "a", 0, "@@", true);
        assertEquals(Map.of("f/a", 2), disk.sizes());
        disk.copy().flipBit("f/a", 1, 0);
        assertEquals("@@", read(disk.folder("f"), "a"), "a copy is a disk of its own");
        disk.flipBit("f/a", 1, 0);
        assertEquals("@A", read(disk.folder("f"), "a"));
    }

    @Test
    void aDeletedFolderIsGoneWithAllInIt() throws IOException {
        final CrashFiles disk = new CrashFiles();
        write(disk.folder("f").folder("g"), "a", 0, "x", true);
        disk.deleteFolder("f");
        assertEquals(List.of(), disk.folders());
        assertFalse(disk.folder("f").folder("g").exists("a"));
    }

    private static void write(
            DataFiles files, String name, long position, String text, boolean durably)
            throws IOException {
        try (DataFile file = files.open(name)) {
            file.write(bytes(text), position);
            if (durably) {
                file.force();
                files.syncDirectory();
            }
        }
    }

    private static String read(DataFiles files, String name) throws IOException {
        try (DataFile file = files.openReadOnly(name)) {
            final ByteBuffer target = ByteBuffer.allocate((int) file.size());
            file.read(target, 0);
            return new String(target.array(), US_ASCII);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
