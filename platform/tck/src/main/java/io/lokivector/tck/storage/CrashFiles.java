package io.lokivector.tck.storage;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.storage.CrashDisk.Call;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that crashes, tears, loses and flips exactly as the rules of {@link DataFiles}
 * allow, and replays it from a seed.
 *
 * <p>After a crash an unforced write may be there wholly, in part (torn at any byte), or not at
 * all, each on its own, and so may every created, renamed or deleted name that {@link
 * #syncDirectory()} did not cover. A rename never loses both names. A force that fails has lost its
 * pages: no later force of the same file makes them durable, as on Linux.
 *
 * <p>The controls ({@link #crashAt} and so on) act on the whole disk, whichever of its folders they
 * are called on. {@link #path()} is empty. Thread-safe.
 */
public final class CrashFiles implements DataFiles {
    private static final Runnable NOTHING = () -> {};

    private final CrashDisk disk;
    private final CrashNode.Folder root;
    private final CrashNode.Folder folder;

    /** An empty disk. */
    public CrashFiles() {
        this(new CrashNode.Folder());
    }

    private CrashFiles(CrashNode.Folder root) {
        this(new CrashDisk(), root, root);
    }

    private CrashFiles(CrashDisk disk, CrashNode.Folder root, CrashNode.Folder folder) {
        this.disk = disk;
        this.root = root;
        this.folder = folder;
    }

    /** How many mutating calls (create, write, truncate, force, rename, delete, sync) were made. */
    public long mutatingCalls() {
        synchronized (disk) {
            return disk.calls();
        }
    }

    /** Lets the power fail in the {@code call}-th mutating call from now, counted from 1. */
    public void crashAt(long call) {
        synchronized (disk) {
            disk.crashAt(call);
        }
    }

    /** Lets the power fail now. */
    public void crash() {
        synchronized (disk) {
            disk.crash();
        }
    }

    /** Whether the power has failed. */
    public boolean crashed() {
        synchronized (disk) {
            return disk.crashed();
        }
    }

    /** The disk as the crash left it, by the luck of {@code seed}; this one is dead from now on. */
    public CrashFiles afterCrash(long seed) {
        synchronized (disk) {
            disk.crash();
            return new CrashFiles(root.survivor(new Survival(TestSeed.random(seed))));
        }
    }

    /**
     * The disk after the process, but not the machine, died: all that was written is there. This
     * one is dead from now on.
     */
    public CrashFiles afterKill() {
        synchronized (disk) {
            disk.crash();
            return new CrashFiles(root.copy());
        }
    }

    /** A second disk with the same files, everything forced. */
    public CrashFiles copy() {
        synchronized (disk) {
            return new CrashFiles(root.copy());
        }
    }

    /** Lets writes and creations fail for lack of space, a write after its first half. */
    public void diskFull(boolean full) {
        synchronized (disk) {
            disk.full(full);
        }
    }

    /** Lets every force and directory sync fail. */
    public void forceFails(boolean fails) {
        synchronized (disk) {
            disk.forceFails(fails);
        }
    }

    /** The length of every file of this folder and those in it, by path: {@code folder/name}. */
    public Map<String, Integer> sizes() {
        synchronized (disk) {
            final Map<String, Integer> sizes = new TreeMap<>();
            collect(folder, "", sizes);
            return sizes;
        }
    }

    private static void collect(CrashNode.Folder from, String prefix, Map<String, Integer> sizes) {
        from.names()
                .forEach((name, node) -> {
                    switch (node) {
                        case CrashNode.File file -> sizes.put(prefix + name, file.live().size());
                        case CrashNode.Folder inner -> collect(inner, prefix + name + "/", sizes);
                    }
                });
    }

    /**
     * Flips one bit (0 to 7) of a byte at rest in the file at {@code path}, as in {@link #sizes}.
     */
    public void flipBit(String path, int index, int bit) {
        synchronized (disk) {
            CrashNode node = folder;
            for (final String name : path.split("/")) {
                final @Nullable CrashNode inner =
                        node instanceof CrashNode.Folder outer ? outer.names().get(name) : null;
                if (inner == null) {
                    throw new IllegalArgumentException("no file " + path);
                }
                node = inner;
            }
            if (!(node instanceof CrashNode.File file)) {
                throw new IllegalArgumentException(path + " is a folder");
            }
            file.flip(index, bit);
        }
    }

    @Override
    public DataFile open(String name) throws IOException {
        synchronized (disk) {
            disk.check();
            if (folder.names().get(DiskFiles.checkName(name)) instanceof CrashNode.File file) {
                return new CrashFile(disk, file, true);
            }
            if (folder.names().containsKey(name)) {
                throw new IOException(name + " is a folder");
            }
            final CrashNode.File created = new CrashNode.File();
            disk.mutate(Call.CREATE, () -> folder.create(name, created), NOTHING);
            return new CrashFile(disk, created, true);
        }
    }

    @Override
    public DataFile openReadOnly(String name) throws IOException {
        synchronized (disk) {
            return new CrashFile(disk, file(name), false);
        }
    }

    private CrashNode.File file(String name) throws IOException {
        disk.check();
        if (folder.names().get(DiskFiles.checkName(name)) instanceof CrashNode.File file) {
            return file;
        }
        throw new NoSuchFileException(name);
    }

    @Override
    public boolean exists(String name) throws IOException {
        synchronized (disk) {
            disk.check();
            return folder.names().get(DiskFiles.checkName(name)) instanceof CrashNode.File;
        }
    }

    @Override
    public List<String> list() throws IOException {
        return names(CrashNode.File.class);
    }

    @Override
    public List<String> folders() throws IOException {
        return names(CrashNode.Folder.class);
    }

    private List<String> names(Class<? extends CrashNode> kind) throws IOException {
        synchronized (disk) {
            disk.check();
            return folder.names().entrySet().stream()
                    .filter(entry -> kind.isInstance(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (disk) {
            final CrashNode.File file = file(from);
            if (folder.names().get(DiskFiles.checkName(to)) instanceof CrashNode.Folder) {
                throw new IOException(to + " is a folder");
            }
            disk.mutate(Call.CHANGE, () -> folder.rename(from, to, file), NOTHING);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        synchronized (disk) {
            disk.check();
            if (folder.names().get(DiskFiles.checkName(name)) instanceof CrashNode.File file) {
                disk.mutate(Call.CHANGE, () -> folder.delete(name, file), NOTHING);
            }
        }
    }

    @Override
    public void syncDirectory() throws IOException {
        synchronized (disk) {
            disk.mutate(Call.FORCE, folder::sync, NOTHING);
        }
    }

    @Override
    public CrashFiles folder(String name) throws IOException {
        synchronized (disk) {
            disk.check();
            if (folder.names().get(DiskFiles.checkName(name)) instanceof CrashNode.Folder inner) {
                return new CrashFiles(disk, root, inner);
            }
            if (folder.names().containsKey(name)) {
                throw new IOException(name + " is a file");
            }
            final CrashNode.Folder created = new CrashNode.Folder();
            disk.mutate(Call.CREATE, () -> folder.create(name, created), NOTHING);
            return new CrashFiles(disk, root, created);
        }
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        synchronized (disk) {
            disk.check();
            if (folder.names().get(DiskFiles.checkName(name)) instanceof CrashNode.Folder inner) {
                final CrashFiles innerFiles = new CrashFiles(disk, root, inner);
                for (final String file : innerFiles.list()) {
                    innerFiles.delete(file);
                }
                for (final String deeper : innerFiles.folders()) {
                    innerFiles.deleteFolder(deeper);
                }
                disk.mutate(Call.CHANGE, () -> folder.delete(name, inner), NOTHING);
            }
        }
    }

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }
}
