package io.lokivector.embedding.minilm;

import ai.onnxruntime.OrtEnvironment;
import io.lokivector.spi.embedding.EmbeddingException;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's native libraries, unpacked once into a folder of our own and loaded from there.
 *
 * <p>By itself ONNX Runtime unpacks them into the temporary folder at every start, and leaves them
 * there when the process is killed. It still does so when the component's files are not on a disk.
 */
final class NativeRuntime {
    /** In the order they need each other. */
    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private static final String FOLDER = "native";
    private static final String PLACE = "onnxruntime.native.path";
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * A JVM loads the same file into one class loader only. A plugin loaded again, while its former
     * loader has not been collected yet, needs a copy of another name: this many are tried.
     */
    private static final int MAX_COPIES = 8;

    private static boolean loaded;

    private NativeRuntime() {}

    /**
     * Loads the libraries, if this class loader has not loaded them yet.
     *
     * @param files the folder of the component
     * @throws EmbeddingException if there are none for this platform, or they cannot be unpacked
     */
    static synchronized void load(DataFiles files) {
        if (loaded) {
            return;
        }
        final Optional<Path> folder = files.path().map(_ -> loadFrom(files));
        try {
            startAt(folder);
            loaded = true;
        } catch (LinkageError e) {
            throw failure("does not load on this machine", e);
        }
    }

    /** Starts ONNX Runtime, which looks into the folder that a system property names. */
    private static void startAt(Optional<Path> folder) {
        final @Nullable String before = System.getProperty(PLACE);
        folder.ifPresent(path -> System.setProperty(PLACE, path.toString()));
        try {
            OrtEnvironment.getEnvironment();
        } finally {
            if (before == null) {
                System.clearProperty(PLACE);
            } else {
                System.setProperty(PLACE, before);
            }
        }
    }

    @SuppressWarnings("restricted") // natives are what this class is for
    private static Path loadFrom(DataFiles files) {
        @Nullable UnsatisfiedLinkError failure = null;
        for (int copy = 0; copy < MAX_COPIES; copy++) {
            try {
                final DataFiles folder = files.folder(FOLDER).folder(Integer.toString(copy));
                final Path path = folder.path().orElseThrow();
                for (final String library : LIBRARIES) {
                    unpack(folder, library);
                    System.load(path.resolve(System.mapLibraryName(library)).toString());
                }
                return path;
            } catch (UnsatisfiedLinkError e) {
                failure = e;
                if (!String.valueOf(e.getMessage()).contains("another classloader")) {
                    break;
                }
            } catch (IOException e) {
                throw failure("could not be unpacked into the data folder", e);
            }
        }
        throw failure("does not load on this machine", failure);
    }

    /** Makes sure that a library lies in a folder, as it is in the jar. */
    static void unpack(DataFiles folder, String library) throws IOException {
        final String name = System.mapLibraryName(library);
        if (folder.exists(name) && isSame(folder, name)) {
            return;
        }
        final String unfinished = name + ".tmp";
        try (InputStream packed = openPacked(name);
                DataFile file = folder.open(unfinished)) {
            file.truncate(0);
            long position = 0;
            for (byte[] chunk = packed.readNBytes(BUFFER_BYTES);
                    chunk.length > 0;
                    chunk = packed.readNBytes(BUFFER_BYTES)) {
                file.write(ByteBuffer.wrap(chunk), position);
                position += chunk.length;
            }
            file.force();
        }
        folder.rename(unfinished, name);
        folder.syncDirectory();
    }

    private static boolean isSame(DataFiles folder, String name) throws IOException {
        final ByteBuffer read = ByteBuffer.allocate(BUFFER_BYTES);
        try (InputStream packed = openPacked(name);
                DataFile unpacked = folder.openReadOnly(name)) {
            long position = 0;
            while (true) {
                final byte[] expected = packed.readNBytes(BUFFER_BYTES);
                final int length = unpacked.read(read.clear(), position);
                if (!Arrays.equals(expected, 0, expected.length, read.array(), 0, length)) {
                    return false;
                }
                if (length == 0) {
                    return true;
                }
                position += length;
            }
        }
    }

    private static InputStream openPacked(String name) {
        final @Nullable InputStream packed =
                OrtEnvironment.class.getResourceAsStream("native/" + platform() + "/" + name);
        if (packed == null) {
            throw failure("is not in this plugin for " + platform(), null);
        }
        return packed;
    }

    /** The folder of this platform in ONNX Runtime's jar. */
    static String platform() {
        final String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        final String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        final String prefix =
                system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux";
        return switch (processor) {
            case "amd64", "x86_64" -> prefix + "-x64";
            case "aarch64", "arm64" -> prefix + "-aarch64";
            default -> prefix + "-" + processor;
        };
    }

    private static EmbeddingException failure(String what, @Nullable Throwable cause) {
        final EmbeddingException failure =
                new EmbeddingException("The library ONNX Runtime " + what + ".", true);
        failure.initCause(cause);
        return failure;
    }
}
