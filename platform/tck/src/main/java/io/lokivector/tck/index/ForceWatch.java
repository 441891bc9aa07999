package io.lokivector.tck.index;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files that know which of them were written and not forced since. */
final class ForceWatch implements DataFiles {
    private final DataFiles files;
    private final Set<String> unforced = new HashSet<>();
    private boolean written;

    ForceWatch(DataFiles files) {
        this.files = files;
    }

    synchronized boolean written() {
        return written;
    }

    synchronized boolean allForced() {
        return unforced.isEmpty();
    }

    private synchronized void changed(String name) {
        written = true;
        unforced.add(name);
    }

    private synchronized void forced(String name) {
        unforced.remove(name);
    }

    @Override
    public DataFile open(String name) throws IOException {
        return new Watched(name, files.open(name));
    }

    @Override
    public DataFile openReadOnly(String name) throws IOException {
        return files.openReadOnly(name);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return files.exists(name);
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(name);
        forced(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        files.syncDirectory();
    }

    @Override
    public DataFiles folder(String name) throws IOException {
        return files.folder(name);
    }

    @Override
    public List<String> folders() throws IOException {
        return files.folders();
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        files.deleteFolder(name);
    }

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    private final class Watched implements DataFile {
        private final String name;
        private final DataFile file;

        Watched(String name, DataFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            changed(name);
            file.write(source, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            changed(name);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            file.force();
            forced(name);
        }

        @Override
        public MemorySegment map(long position, long size, Arena arena) throws IOException {
            return file.map(position, size, arena);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
