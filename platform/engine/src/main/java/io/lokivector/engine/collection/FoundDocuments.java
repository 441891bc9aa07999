package io.lokivector.engine.collection;

import io.lokivector.engine.document.StoredDocument;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Matches of a scan as they are stored, in the order in which they were added, with what they are
 * to be sorted by; for one thread.
 */
final class FoundDocuments {
    private static final int FIRST_CAPACITY = 16;

    private long[] ids = new long[FIRST_CAPACITY];
    private @Nullable StoredDocument[] documents = new @Nullable StoredDocument[FIRST_CAPACITY];
    private final long[][] codes;
    private int size;

    /**
     * No documents yet.
     *
     * @param codes how many sort codes each has
     */
    FoundDocuments(int codes) {
        this.codes = new long[codes][FIRST_CAPACITY];
    }

    int size() {
        return size;
    }

    long id(int number) {
        return ids[number];
    }

    StoredDocument document(int number) {
        final @Nullable StoredDocument document = documents[number];
        if (document == null) {
            throw new IndexOutOfBoundsException(number);
        }
        return document;
    }

    /** The sort codes by number, then by document. */
    long[][] codes() {
        return codes;
    }

    /** Adds a match. */
    void add(long id, StoredDocument document) {
        grow(size + 1);
        ids[size] = id;
        documents[size] = document;
        size++;
    }

    /** Sets a sort code of the match that was added last. */
    void setCode(int number, long code) {
        codes[number][size - 1] = code;
    }

    /** Adds all of others, in their order. */
    void addAll(FoundDocuments others) {
        grow(size + others.size);
        System.arraycopy(others.ids, 0, ids, size, others.size);
        System.arraycopy(others.documents, 0, documents, size, others.size);
        for (int key = 0; key < codes.length; key++) {
            System.arraycopy(others.codes[key], 0, codes[key], size, others.size);
        }
        size += others.size;
    }

    private void grow(int needed) {
        if (needed <= ids.length) {
            return;
        }
        final int capacity = Math.max(needed, ids.length + (ids.length >> 1));
        ids = Arrays.copyOf(ids, capacity);
        documents = Arrays.copyOf(documents, capacity);
        for (int key = 0; key < codes.length; key++) {
            codes[key] = Arrays.copyOf(codes[key], capacity);
        }
    }
}
