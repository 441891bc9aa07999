package io.lokivector.kernel.folder;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Private copies of dropped files, so that the files themselves can be replaced or deleted at any
 * time while their classes are in use. Thread-safe.
 */
@SuppressForbidden("a cache that every start empties: nothing in it has to survive a crash")
public final class ShadowCopies {
    private static final int MAX_ENTRIES = 100_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final long fileBytesMax;
    private final AtomicInteger copies = new AtomicInteger();

    /**
     * Starts with an empty folder: what an earlier run left is deleted.
     *
     * @param fileBytesMax larger files, and zips with more in them, are refused
     */
    public ShadowCopies(Path folder, long fileBytesMax) throws IOException {
        this.folder = folder;
        this.fileBytesMax = fileBytesMax;
        delete(folder);
        Files.createDirectories(folder);
    }

    /**
     * Copies a jar as it is.
     *
     * @throws LokiVectorException if it is no jar, or too large; the message is one plain sentence
     */
    public Path copyOfJar(Path jar) throws IOException {
        check(jar);
        final Path copy = place(jar);
        try (InputStream source = Files.newInputStream(jar);
                OutputStream target = Files.newOutputStream(copy)) {
            copy(source, target, fileBytesMax);
        }
        checkReadable(copy);
        return copy;
    }

    /**
     * Unpacks a zip into a folder.
     *
     * @throws LokiVectorException if it is no zip, or too large; the message is one plain sentence
     */
    public Path unpackedZip(Path zip) throws IOException {
        check(zip);
        final Path root = place(zip);
        Files.createDirectories(root);
        try (ZipFile file = new ZipFile(zip.toString())) {
            if (file.size() > MAX_ENTRIES) {
                throw bad("it holds more than " + MAX_ENTRIES + " files");
            }
            long left = fileBytesMax;
            for (final ZipEntry entry : file.stream().toList()) {
                final Path target = root.resolve(entry.getName()).normalize();
                if (!target.startsWith(root)) {
                    throw bad("it holds a file that points out of it: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    left -= unpack(file, entry, target, left);
                }
            }
            return root;
        } catch (ZipException e) {
            delete(root);
            throw damaged(e);
        } catch (IOException | LokiVectorException e) {
            delete(root);
            throw e;
        }
    }

    private long unpack(ZipFile file, ZipEntry entry, Path target, long bytesMax)
            throws IOException {
        Files.createDirectories(target.resolveSibling("."));
        try (InputStream source = file.getInputStream(entry);
                OutputStream sink = Files.newOutputStream(target)) {
            return copy(source, sink, bytesMax);
        }
    }

    private Path place(Path original) {
        return folder.resolve(copies.incrementAndGet() + "-" + original.getFileName());
    }

    private void check(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            // Before anything else: a large file that is no archive is not worth reading.
            final byte[] magic = bytes.readNBytes(4);
            if (magic.length < 4 || magic[0] != 'P' || magic[1] != 'K') {
                throw bad("its " + Files.size(file) + " bytes are not a jar or zip file");
            }
        }
        if (Files.size(file) > fileBytesMax) {
            throw bad("it is larger than extensions.file-bytes-max (" + fileBytesMax + " bytes)");
        }
    }

    private static void checkReadable(Path copy) throws IOException {
        try (ZipFile file = new ZipFile(copy.toString())) {
            if (file.size() == 0) {
                throw bad("it is an empty archive");
            }
        } catch (ZipException e) {
            delete(copy);
            throw damaged(e);
        }
    }

    private long copy(InputStream source, OutputStream target, long bytesMax) throws IOException {
        final byte[] buffer = new byte[BUFFER_BYTES];
        long copied = 0;
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
            copied += read;
            if (copied > bytesMax) {
                throw bad("it holds more than extensions.file-bytes-max bytes");
            }
            target.write(buffer, 0, read);
        }
        return copied;
    }

    private static LokiVectorException damaged(ZipException e) {
        return bad("it is not a readable jar or zip file: " + e.getMessage());
    }

    private static LokiVectorException bad(String sentence) {
        return new LokiVectorException(ErrorCode.BAD_REQUEST, sentence);
    }

    /** Deletes a copy, or a folder with everything in it, if it is there. */
    public static void delete(Path copy) throws IOException {
        if (!Files.exists(copy)) {
            return;
        }
        final List<Path> inside;
        try (Stream<Path> walk = Files.walk(copy)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : inside) {
            Files.delete(path);
        }
    }
}
