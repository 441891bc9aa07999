package io.lokivector.storage.file;

import io.lokivector.spi.file.DataFiles;
import io.lokivector.storage.file.CheckpointFormatV1.Checkpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of a store: the newest, and the one before it in case the newest is damaged.
 * Guarded by the maintenance lock.
 */
final class Checkpoints {
    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());
    private static final String TEMPORARY = "checkpoint.tmp";
    private static final int KEPT = 2;

    private final DataFiles files;
    private final List<Kept> kept = new ArrayList<>();

    /** A checkpoint in its file, and where the log goes on after it. */
    private record Kept(String name, int segment, long bytes) {}

    Checkpoints(DataFiles files) {
        this.files = files;
    }

    private static String name(long sequence) {
        return "checkpoint-" + HexFormat.of().toHexDigits(sequence) + ".ckp";
    }

    /** The newest checkpoint that is whole; empty if the log must be read from its beginning. */
    Optional<Checkpoint> load() throws IOException {
        files.delete(TEMPORARY);
        final List<String> names =
                files.list().stream()
                        .filter(name -> name.matches("checkpoint-[0-9a-f]{16}\\.ckp"))
                        .toList();
        Optional<Checkpoint> newest = Optional.empty();
        for (final String name : names.reversed()) {
            final Optional<Checkpoint> found = CheckpointFormatV1.read(files, name);
            if (found.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "{0} is damaged; using the one before it, and more of the log",
                        name);
                continue;
            }
            newest = newest.or(() -> found);
            kept.addFirst(new Kept(name, found.get().segment(), size(name)));
        }
        return newest;
    }

    private long size(String name) throws IOException {
        try (var file = files.openReadOnly(name)) {
            return file.size();
        }
    }

    /** Writes a checkpoint durably, and then deletes those that are too old. */
    void write(Checkpoint checkpoint) throws IOException {
        // A new file, for the pages of an old one may be those of a failed force.
        files.delete(TEMPORARY);
        final long bytes = CheckpointFormatV1.write(checkpoint, files, TEMPORARY);
        final String name = name(checkpoint.sequence());
        files.rename(TEMPORARY, name);
        files.syncDirectory();
        kept.removeIf(one -> one.name().equals(name));
        kept.add(new Kept(name, checkpoint.segment(), bytes));
        while (kept.size() > KEPT) {
            files.delete(kept.removeFirst().name());
        }
    }

    /** The segment in which recovery begins at the earliest; those before it hold values only. */
    int firstSegmentToReplay() {
        return kept.isEmpty() ? 0 : kept.getFirst().segment();
    }

    /** The length of the newest checkpoint. */
    long newestBytes() {
        return kept.isEmpty() ? 0 : kept.getLast().bytes();
    }

    long totalBytes() {
        return kept.stream().mapToLong(Kept::bytes).sum();
    }
}
