package io.lokivector.engine.index;

import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one field in one shard as they are stored: {@code $loki} (8 bytes, big-endian) to
 * floats (little-endian).
 */
public final class VectorColumn {
    private final StorageEngine storage;
    private final String space;

    /** The column in a space of the storage. */
    public VectorColumn(StorageEngine storage, String space) {
        this.storage = storage;
        this.space = space;
    }

    /** Receives vectors. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes the vector of a document. */
        void visit(long id, float[] vector);
    }

    /** The stored form of a vector. */
    public static byte[] encode(float[] vector) {
        final ByteBuffer bytes =
                ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private static float[] decode(byte[] bytes) {
        final float[] vector = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    /** The newest vector of a document, or null. */
    public float @Nullable [] newest(long id) {
        try (Snapshot snapshot = storage.snapshot()) {
            return read(snapshot, id);
        }
    }

    float @Nullable [] read(Snapshot snapshot, long id) {
        final Function<byte[], float[]> decode = VectorColumn::decode;
        return snapshot.get(space, ByteBuffer.allocate(8).putLong(id).array())
                .map(decode)
                .orElse(null);
    }

    /** Hands over all vectors of this moment by ascending {@code $loki}. */
    public void forEach(Visitor visitor) {
        try (Snapshot snapshot = storage.snapshot()) {
            forEach(snapshot, visitor);
        }
    }

    void forEach(Snapshot snapshot, Visitor visitor) {
        try (Snapshot.Scan scan = snapshot.scan(space)) {
            while (scan.next()) {
                visitor.visit(ByteBuffer.wrap(scan.key()).getLong(), decode(scan.value()));
            }
        }
    }

    Snapshot snapshot() {
        return storage.snapshot();
    }
}
