package io.lokivector.engine.feed;

import io.lokivector.engine.document.ByteReader;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.spi.request.Change;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stored record of the feed: changes of one batch in one collection, in a row.
 *
 * <p>The bytes: version (1 byte, 1), then as varints the collection's number, the time in epoch
 * milliseconds and the number of changes, the collection's name as text, and then for each change
 * its flags (1 byte: 0 to 1 the operation, {@value #HAS_DOCUMENT} whether there is a document,
 * {@value #IS_DELTA} whether that has only what changed), {@code $loki} and revision as varints,
 * and the document (its length as a varint, then its encoded form with all names spelled out). So a
 * record can be read when its collection is gone.
 *
 * <p>For one thread.
 */
final class FeedRecord {
    static final byte VERSION = 1;
    static final int HAS_DOCUMENT = 4;
    static final int IS_DELTA = 8;
    private static final int OPERATION = 3;
    private static final Change.Operation[] OPERATIONS = Change.Operation.values();

    private final byte[] bytes;
    private final ByteReader in;
    private final int collectionNumber;
    private final Instant time;
    private final String collection;
    private long sequence;
    private int left;

    /**
     * A record.
     *
     * @param last the sequence number of its last change
     */
    FeedRecord(byte[] bytes, long last) {
        this.bytes = bytes;
        this.in = new ByteReader(bytes, 0);
        if (in.readByte() != VERSION) {
            throw new IllegalStateException("change " + last + " has an unknown format");
        }
        this.collectionNumber = (int) in.readVarint();
        this.time = Instant.ofEpochMilli(in.readVarint());
        this.left = (int) in.readVarint();
        this.collection = in.readText();
        this.sequence = last - left;
    }

    int collectionNumber() {
        return collectionNumber;
    }

    String collection() {
        return collection;
    }

    /** The next change; null at the end. */
    @Nullable Change next() {
        if (left == 0) {
            return null;
        }
        left--;
        sequence++;
        final int flags = in.readByte();
        final long id = in.readVarint();
        final long revision = in.readVarint();
        return new Change(
                sequence,
                time,
                collection,
                OPERATIONS[flags & OPERATION],
                id,
                revision,
                (flags & HAS_DOCUMENT) == 0 ? Optional.empty() : Optional.of(document(id)),
                (flags & IS_DELTA) != 0);
    }

    private Map<String, @Nullable Object> document(long id) {
        final int length = (int) in.readVarint();
        final int from = in.position();
        in.skip(length);
        return new DocumentMap(
                id,
                new StoredDocument(Arrays.copyOfRange(bytes, from, from + length)),
                FieldNames.spelledOut(),
                Vectors.none());
    }
}
