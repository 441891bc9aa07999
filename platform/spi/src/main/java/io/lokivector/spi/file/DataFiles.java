package io.lokivector.spi.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One folder of files, and the only way the database touches a disk.
 *
 * <p>It is small so that tests can stand in for the disk: crash it between any two calls, tear and
 * reorder what was not forced, flip bits. The rules a disk gives are these and no more: bytes are
 * durable after {@link DataFile#force()}; a created, renamed or deleted <em>name</em> is durable
 * after {@link #syncDirectory()}; a rename is atomic.
 *
 * <p>Names are plain file names of {@code [a-zA-Z0-9._-]}, at most 128 characters, without
 * separators. Thread-safe.
 */
public interface DataFiles {
    /** Opens a file for reading and writing, creating it empty when it does not exist. */
    DataFile open(String name) throws IOException;

    /**
     * Opens an existing file for reading only; {@link java.nio.file.NoSuchFileException} if absent.
     */
    DataFile openReadOnly(String name) throws IOException;

    /** Whether the file exists. */
    boolean exists(String name) throws IOException;

    /** The names of the files in this folder (no folders), sorted. */
    List<String> list() throws IOException;

    /** Gives {@code from} the name {@code to}, replacing a file of that name, atomically. */
    void rename(String from, String to) throws IOException;

    /** Deletes the file if it exists. */
    void delete(String name) throws IOException;

    /** Makes all created, renamed and deleted names of this folder durable. */
    void syncDirectory() throws IOException;

    /** The folder of that name inside this one, created when it does not exist. */
    DataFiles folder(String name) throws IOException;

    /** The names of the folders in this folder, sorted. */
    List<String> folders() throws IOException;

    /** Deletes the folder of that name with everything in it, if it exists. */
    void deleteFolder(String name) throws IOException;

    /**
     * Where this folder is on a real disk: for libraries that open their own files. Empty when the
     * files are not on a disk.
     */
    Optional<Path> path();
}
