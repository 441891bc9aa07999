package io.lokivector.tck.storage;

import io.lokivector.spi.file.DataFile;
import io.lokivector.tck.storage.CrashDisk.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;

/** An open file of a {@link CrashFiles}. */
final class CrashFile implements DataFile {
    private static final Runnable NOTHING = () -> {};

    private final CrashDisk disk;
    private final CrashNode.File file;
    private final boolean writable;
    private boolean closed;

    CrashFile(CrashDisk disk, CrashNode.File file, boolean writable) {
        this.disk = disk;
        this.file = file;
        this.writable = writable;
    }

    private void check() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        disk.check();
    }

    private void checkWritable() throws IOException {
        check();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        synchronized (disk) {
            check();
            final byte[] bytes = file.live().read(position, target.remaining());
            target.put(bytes);
            return bytes.length;
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        synchronized (disk) {
            checkWritable();
            final byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            if (disk.full() && bytes.length > 1) {
                // A full disk often takes the first part.
                final byte[] part = new byte[bytes.length / 2];
                System.arraycopy(bytes, 0, part, 0, part.length);
                file.write(position, part);
            }
            disk.mutate(Call.WRITE, () -> file.write(position, bytes), NOTHING);
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            check();
            return file.live().size();
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            checkWritable();
            disk.mutate(Call.CHANGE, () -> file.truncate(size), NOTHING);
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            check();
            disk.mutate(Call.FORCE, file::force, file::abandon);
        }
    }

    @Override
    public MemorySegment map(long position, long size, Arena arena) throws IOException {
        synchronized (disk) {
            check();
            if (position + size > file.live().size()) {
                throw new IOException("mapping beyond the end of the file");
            }
            final byte[] bytes = file.live().read(position, Math.toIntExact(size));
            final MemorySegment copy = arena.allocate(Math.max(1, size), 8);
            copy.copyFrom(MemorySegment.ofArray(bytes));
            return copy.asSlice(0, size).asReadOnly();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            closed = true;
        }
    }
}
