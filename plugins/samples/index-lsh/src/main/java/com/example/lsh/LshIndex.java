package com.example.lsh;

import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32C;

/**
 * Finds near vectors among those that share a bucket with the query.
 *
 * <p>One lock: many searches, or one change. A checkpoint holds the vectors; the tables are made
 * anew from them. Its bytes, big-endian: an int {@code 0x4C534831} ("LSH1"); the dimension; the
 * metric's name as a length and UTF-16 chars; the count; per vector its ordinal and floats; at the
 * end a long, the CRC-32C of all before.
 */
final class LshIndex implements VectorIndex {
    private static final int MAGIC = 0x4C53_4831;

    /** The same planes in every index, so that a loaded one answers like the saved one. */
    private static final long SEED = 42;

    private final LshConfig config;
    private final VectorSpace space;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Integer, float[]> vectors = new TreeMap<>();
    private final List<HashTable> tables = new ArrayList<>();

    LshIndex(LshConfig config, VectorSpace space) {
        this.config = config;
        this.space = space;
        makeTables();
    }

    private record Hit(int ordinal, float distance) {}

    private void makeTables() {
        tables.clear();
        final Random random = new Random(SEED);
        for (int i = 0; i < config.tables(); i++) {
            tables.add(new HashTable(config.bits(), space.dimension(), random));
        }
    }

    @Override
    public void put(int ordinal, float[] vector) {
        check(vector);
        final float[] copy = vector.clone();
        lock.writeLock().lock();
        try {
            final float[] before = vectors.put(ordinal, copy);
            for (final HashTable table : tables) {
                if (before != null) {
                    table.remove(ordinal, before);
                }
                table.add(ordinal, copy);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public boolean remove(int ordinal) {
        lock.writeLock().lock();
        try {
            final float[] before = vectors.remove(ordinal);
            if (before == null) {
                return false;
            }
            tables.forEach(table -> table.remove(ordinal, before));
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public boolean copyVector(int ordinal, float[] target) {
        lock.readLock().lock();
        try {
            final float[] vector = vectors.get(ordinal);
            if (vector == null) {
                return false;
            }
            System.arraycopy(vector, 0, target, 0, vector.length);
            return true;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Neighbors search(float[] query, Search search) {
        check(query);
        lock.readLock().lock();
        try {
            final Set<Integer> near = new HashSet<>();
            tables.forEach(table -> table.collect(query, near));
            final OrdinalFilter filter = search.filter();
            final List<Integer> accepted = new ArrayList<>();
            near.stream().filter(filter::accepts).forEach(accepted::add);
            if (accepted.size() >= 8L * search.k() && 4L * accepted.size() >= near.size()) {
                return nearest(query, accepted, search.k());
            }
            // Too few to choose from, or the filter wants others than those near: then all.
            final List<Integer> all = new ArrayList<>();
            vectors.keySet().stream().filter(filter::accepts).forEach(all::add);
            return nearest(query, all, search.k());
        } finally {
            lock.readLock().unlock();
        }
    }

    private Neighbors nearest(float[] query, List<Integer> ordinals, int k) {
        final Comparator<Hit> byDistance =
                Comparator.comparingDouble(Hit::distance).thenComparingInt(Hit::ordinal);
        final PriorityQueue<Hit> farthestFirst = new PriorityQueue<>(byDistance.reversed());
        for (final int ordinal : ordinals) {
            farthestFirst.add(new Hit(ordinal, distance(query, vectors.get(ordinal))));
            if (farthestFirst.size() > k) {
                farthestFirst.remove();
            }
        }
        final int[] found = new int[farthestFirst.size()];
        final float[] distances = new float[found.length];
        for (int rank = found.length - 1; rank >= 0; rank--) {
            final Hit hit = farthestFirst.remove();
            found[rank] = hit.ordinal();
            distances[rank] = hit.distance();
        }
        return new Neighbors(found, distances);
    }

    private float distance(float[] a, float[] b) {
        double product = 0;
        double squares = 0;
        double aSquares = 0;
        double bSquares = 0;
        for (int i = 0; i < a.length; i++) {
            final double difference = (double) a[i] - b[i];
            product += (double) a[i] * b[i];
            squares += difference * difference;
            aSquares += (double) a[i] * a[i];
            bSquares += (double) b[i] * b[i];
        }
        final double lengths = Math.sqrt(aSquares) * Math.sqrt(bSquares);
        return switch (space.metric()) {
            case EUCLIDEAN -> (float) Math.sqrt(squares);
            case EUCLIDEAN_SQUARED -> (float) squares;
            case COSINE -> lengths == 0 ? 1 : (float) Math.max(0, 1 - product / lengths);
            case DOT -> (float) -product;
        };
    }

    private void check(float[] vector) {
        if (vector.length != space.dimension()) {
            throw new IllegalArgumentException(
                    "the vector has " + vector.length + " components, not " + space.dimension());
        }
        for (final float component : vector) {
            if (!Float.isFinite(component)) {
                throw new IllegalArgumentException(component + " is not a finite number");
            }
        }
    }

    @Override
    public int size() {
        lock.readLock().lock();
        try {
            return vectors.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public long memoryBytes() {
        lock.readLock().lock();
        try {
            final long bytes = vectors.size() * (80L + 4L * space.dimension());
            return bytes + tables.stream().mapToLong(HashTable::memoryBytes).sum();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void save(DataFiles files, String name) throws IOException {
        final Map<Integer, float[]> saved;
        lock.readLock().lock();
        try {
            // The arrays are never written again, so a copy of the map is a snapshot.
            saved = new TreeMap<>(vectors);
        } finally {
            lock.readLock().unlock();
        }
        final String metric = space.metric().name();
        final CRC32C checksum = new CRC32C();
        try (DataFile file = files.open(name)) {
            final ByteBuffer header = ByteBuffer.allocate(16 + 2 * metric.length());
            header.putInt(MAGIC).putInt(space.dimension()).putInt(metric.length());
            metric.chars().forEach(c -> header.putChar((char) c));
            long position = write(file, 0, header.putInt(saved.size()), checksum);
            final ByteBuffer record = ByteBuffer.allocate(4 + 4 * space.dimension());
            for (final Map.Entry<Integer, float[]> entry : saved.entrySet()) {
                record.clear().putInt(entry.getKey());
                for (final float component : entry.getValue()) {
                    record.putFloat(component);
                }
                position = write(file, position, record, checksum);
            }
            final ByteBuffer end = ByteBuffer.allocate(8).putLong(checksum.getValue());
            position = write(file, position, end, new CRC32C());
            file.truncate(position);
            file.force();
        }
    }

    private static long write(DataFile file, long position, ByteBuffer bytes, CRC32C checksum)
            throws IOException {
        bytes.flip();
        checksum.update(bytes.duplicate());
        final int length = bytes.remaining();
        file.write(bytes, position);
        return position + length;
    }

    @Override
    public void load(DataFiles files, String name) throws IOException {
        final Map<Integer, float[]> loaded = new TreeMap<>();
        try (DataFile file = files.openReadOnly(name)) {
            if (file.size() < 24 || file.size() > Integer.MAX_VALUE) {
                throw new IOException("'" + name + "' is no checkpoint of an LSH index");
            }
            final ByteBuffer bytes =
                    ByteBuffer.allocate((int) file.size()).order(ByteOrder.BIG_ENDIAN);
            file.read(bytes, 0);
            bytes.flip();
            final CRC32C checksum = new CRC32C();
            checksum.update(bytes.slice(0, bytes.limit() - 8));
            if (bytes.getLong(bytes.limit() - 8) != checksum.getValue()) {
                throw new IOException("checkpoint '" + name + "' is damaged: wrong checksum");
            }
            if (bytes.getInt() != MAGIC
                    || bytes.getInt() != space.dimension()
                    || !metric(bytes).equals(space.metric().name())) {
                throw new IOException("checkpoint '" + name + "' is not of " + space);
            }
            for (int count = bytes.getInt(); count > 0; count--) {
                final int ordinal = bytes.getInt();
                final float[] vector = new float[space.dimension()];
                bytes.asFloatBuffer().get(vector);
                bytes.position(bytes.position() + 4 * vector.length);
                loaded.put(ordinal, vector);
            }
        }
        loaded.forEach(this::put);
    }

    private static String metric(ByteBuffer bytes) {
        final StringBuilder name = new StringBuilder();
        for (int length = bytes.getInt(); length > 0; length--) {
            name.append(bytes.getChar());
        }
        return name.toString();
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            vectors.clear();
            makeTables();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
