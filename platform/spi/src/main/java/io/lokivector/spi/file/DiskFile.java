package io.lokivector.spi.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file on a real disk.
 *
 * <p>The JDK closes a {@link FileChannel} under everybody when one thread that uses it is
 * interrupted. One cancelled request must not take the database's files away, so every operation
 * here survives that: the channel is opened again, and the operation, each of which may be
 * repeated, is run once more. The thread's interrupt is kept for whoever looks for it.
 */
final class DiskFile implements DataFile {
    private final Path path;
    private final Set<? extends OpenOption> reopenOptions;
    private final Object reopening = new Object();
    private volatile FileChannel channel;
    private volatile boolean closed;

    DiskFile(Path path, OpenOption... options) throws IOException {
        this.path = path;
        // Without CREATE: a file deleted meanwhile must not come back empty.
        this.reopenOptions =
                Stream.of(options)
                        .filter(Predicate.not(StandardOpenOption.CREATE::equals))
                        .collect(Collectors.toUnmodifiableSet());
        this.channel = FileChannel.open(path, Set.of(options));
    }

    /** An operation that may be repeated with the same result. */
    @FunctionalInterface
    private interface Operation<R> {
        R on(FileChannel channel) throws IOException;
    }

    private <R> R run(Operation<R> operation) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {

                try {
                    return operation.on(channel);
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                    reopen(e);
                } catch (ClosedChannelException e) {
                    reopen(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen(ClosedChannelException why) throws IOException {
        synchronized (reopening) {
            if (closed) {
                throw why;
            }
            if (!channel.isOpen()) {
                channel = FileChannel.open(path, reopenOptions);
            }
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        final int start = target.position();
        return run(current -> {
            target.position(start);
            while (target.hasRemaining()) {
                final int done = target.position() - start;
                if (current.read(target, position + done) < 0) {
                    break;
                }
            }
            return target.position() - start;
        });
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        final int start = source.position();
        run(current -> {
            source.position(start);
            while (source.hasRemaining()) {
                current.write(source, position + source.position() - start);
            }
            return start;
        });
    }

    @Override
    public long size() throws IOException {
        return run(FileChannel::size);
    }

    @Override
    public void truncate(long size) throws IOException {
        run(current -> current.truncate(size));
    }

    @Override
    public void force() throws IOException {
        run(current -> {
            // With metadata off the length is still forced when it grew (fdatasync).
            current.force(false);
            return current;
        });
    }

    @Override
    public MemorySegment map(long position, long size, Arena arena) throws IOException {
        return run(current -> current.map(MapMode.READ_ONLY, position, size, arena));
    }

    @Override
    public void close() throws IOException {
        synchronized (reopening) {
            closed = true;
            channel.close();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
