package io.lokivector.spi.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder on a real disk.
 *
 * <p>On Windows, where a directory cannot be forced, {@link #syncDirectory()} relies on the file
 * system's own journal. Everywhere else it forces the directory. A file stays usable when a thread
 * that reads or writes it is interrupted. Thread-safe.
 */
public final class DiskFiles implements DataFiles {
    private static final String LOCK_FILE = "LOCK";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,128}");
    private static final boolean DIRECTORIES_CAN_BE_FORCED =
            !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Path directory;

    private DiskFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * The folder at {@code directory}, created, durably and with its parents, if it does not exist.
     */
    public static DiskFiles at(Path directory) throws IOException {
        final Path absolute = directory.toAbsolutePath().normalize();
        createDurably(absolute);
        return new DiskFiles(absolute);
    }

    private static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        final @Nullable Path parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
        }
        // Not createDirectory: another thread may have been faster.
        Files.createDirectories(directory);
        if (parent != null) {
            force(parent);
        }
    }

    private static void force(Path directory) throws IOException {
        if (DIRECTORIES_CAN_BE_FORCED) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Takes this folder for this process, until the returned lock is closed or the process ends.
     *
     * @throws LokiVectorException with {@link ErrorCode#UNAVAILABLE} if another process, or another
     *     part of this one, holds it
     */
    public Closeable lock() throws IOException {
        final FileChannel channel =
                FileChannel.open(
                        directory.resolve(LOCK_FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            final @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                // Closing the channel releases the lock; the file stays, for deleting it would let
                // two processes lock two files of the same name.
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken("this process has the data directory " + directory + " open already");
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw taken("another process has the data directory " + directory + " open");
    }

    private LokiVectorException taken(String what) {
        return new LokiVectorException(
                ErrorCode.UNAVAILABLE,
                what + "; close it first, or use another directory",
                Map.of("directory", directory.toString()));
    }

    @Override
    public DataFile open(String name) throws IOException {
        return new DiskFile(
                resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public DataFile openReadOnly(String name) throws IOException {
        return new DiskFile(resolve(name), StandardOpenOption.READ);
    }

    @Override
    public boolean exists(String name) {
        return Files.isRegularFile(resolve(name));
    }

    @Override
    public List<String> list() throws IOException {
        return names(path -> Files.isRegularFile(path));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                resolve(from),
                resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        force(directory);
    }

    @Override
    public DataFiles folder(String name) throws IOException {
        final Path inner = resolve(name);
        createDurably(inner);
        return new DiskFiles(inner);
    }

    @Override
    public List<String> folders() throws IOException {
        return names(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        final Path inner = resolve(name);
        if (!Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                inner,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(directory);
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private List<String> names(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(wanted).map(DiskFiles::nameOf).sorted().toList();
        }
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Path resolve(String name) {
        return directory.resolve(checkName(name));
    }

    /**
     * Returns {@code name} if it is a plain file name as {@link DataFiles} allows it.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static String checkName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "a file is named by 1 to 128 letters, digits and . _ -, not '" + name + "'");
        }
        return name;
    }
}
