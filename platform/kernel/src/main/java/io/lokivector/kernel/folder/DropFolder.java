package io.lokivector.kernel.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of jars and zips that is looked at from time to time.
 *
 * <p>Looked at rather than subscribed to: a file that is still being copied raises events as well,
 * while one whose size and time stay the same between two looks is complete. Hidden files, folders
 * and other kinds of files do not count. For one thread.
 */
public final class DropFolder {
    private static final int MAX_FILES = 1000;

    private final Path folder;
    private final Map<Path, Stamp> known = new HashMap<>();
    private Map<Path, Stamp> previous = Map.of();

    /** Watches a folder, which need not exist. */
    public DropFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks at the folder for the first time: every file counts as it is.
     *
     * @throws IOException if it cannot be read
     */
    public Changes first() throws IOException {
        previous = look();
        return settle();
    }

    /**
     * Looks at the folder again: a new or changed file counts once it is as it was at the last
     * look, a missing one at once.
     *
     * @throws IOException if it cannot be read
     */
    public Changes next() throws IOException {
        final Map<Path, Stamp> now = look();
        final Map<Path, Stamp> settled = new HashMap<>();
        now.forEach((file, stamp) -> {
            final @Nullable Stamp old = known.get(file);
            if (stamp.equals(previous.get(file))) {
                settled.put(file, stamp);
            } else if (old != null) {
                settled.put(file, old);
            }
        });
        final Map<Path, Stamp> looked = now;
        previous = settled;
        final Changes changes = settle();
        previous = looked;
        return changes;
    }

    private Changes settle() {
        final Set<Path> gone = new TreeSet<>();
        final Set<Path> arrived = new TreeSet<>();
        for (final Map.Entry<Path, Stamp> entry : Map.copyOf(known).entrySet()) {
            if (!entry.getValue().equals(previous.get(entry.getKey()))) {
                gone.add(entry.getKey());
                known.remove(entry.getKey());
            }
        }
        previous.forEach((file, stamp) -> {
            if (known.putIfAbsent(file, stamp) == null) {
                arrived.add(file);
            }
        });
        return new Changes(List.copyOf(gone), List.copyOf(arrived));
    }

    private Map<Path, Stamp> look() throws IOException {
        final Map<Path, Stamp> found = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file :
                    files.filter(DropFolder::isCandidate).limit(MAX_FILES).toList()) {
                try {
                    final BasicFileAttributes attributes =
                            Files.readAttributes(file, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        found.put(
                                file, new Stamp(attributes.size(), attributes.lastModifiedTime()));
                    }
                } catch (NoSuchFileException e) {
                    // Gone between listing and looking, as if it had never been listed.
                    continue;
                }
            }
        }
        return found;
    }

    private static boolean isCandidate(Path file) {
        final String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".jar") || name.endsWith(".zip"));
    }

    private record Stamp(long size, FileTime modified) {}

    /**
     * What happened since the last look; a replaced file is in both lists.
     *
     * @param gone files that are not there any more
     * @param arrived files that are new
     */
    public record Changes(List<Path> gone, List<Path> arrived) {
        /** Whether nothing happened. */
        public boolean isEmpty() {
            return gone.isEmpty() && arrived.isEmpty();
        }
    }
}
