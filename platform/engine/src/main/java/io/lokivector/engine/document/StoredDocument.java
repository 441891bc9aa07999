package io.lokivector.engine.document;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document in memory: its encoded bytes, without its vectors.
 *
 * <p>Its vectors are in the vector indexes, which know only one version of each. Before an index
 * has this version's vectors, and once it has newer ones, they are kept here, for whoever looks at
 * this version. Thread-safe.
 */
public final class StoredDocument {
    private final byte[] body;
    private volatile @Nullable Map<String, float[]> keptVectors;
    private boolean isShared;

    /** A document of encoded bytes, which are kept. */
    public StoredDocument(byte[] body) {
        this.body = body;
    }

    /** The encoded bytes, not to be changed. */
    public byte[] body() {
        return body;
    }

    /** The {@code meta.revision}, read without decoding the document. */
    public long revision() {
        return new ByteReader(body, 1).readVarint();
    }

    /** When it was last changed, or else created: epoch milliseconds, read without decoding it. */
    public long lastChangedMs() {
        final ByteReader in = new ByteReader(body, 1);
        in.readVarint();
        final long createdMs = in.readVarint();
        final long updatedMs = in.readVarint();
        return updatedMs == 0 ? createdMs : updatedMs;
    }

    /** Keeps a vector here, because no index has it yet, or no longer. */
    public void keepVector(String field, float[] vector) {
        kept().put(field, vector);
    }

    private synchronized Map<String, float[]> kept() {
        @Nullable Map<String, float[]> map = keptVectors;
        if (map == null) {
            map = new ConcurrentHashMap<>(4);
            keptVectors = map;
        }
        return map;
    }

    /** Makes a newer version, whose vectors are the same, keep what this one keeps. */
    public synchronized void shareVectorsWith(StoredDocument newer) {
        isShared = true;
        newer.isShared = true;
        newer.keptVectors = kept();
    }

    /** Keeps no vectors from now on, because the indexes have them. */
    public synchronized void releaseVectors() {
        final @Nullable Map<String, float[]> map = keptVectors;
        if (map != null) {
            map.clear();
            if (!isShared) {
                keptVectors = null;
            }
        }
    }

    /** The vector that is kept here, or null. */
    public float @Nullable [] keptVector(String field) {
        final @Nullable Map<String, float[]> map = keptVectors;
        return map == null ? null : map.get(field);
    }
}
