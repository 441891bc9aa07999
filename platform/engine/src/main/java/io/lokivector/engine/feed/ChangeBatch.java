package io.lokivector.engine.feed;

import io.lokivector.engine.document.Bytes;
import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentLimits;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The changes of one transaction, on their way into the feed; for one thread. */
public final class ChangeBatch {
    private static final int CHANGES_PER_RECORD_MAX = 1_000;
    private static final int BYTES_PER_RECORD = 256 << 10;

    /**
     * Whatever a collection takes fits, but for the largest of all with their names spelled out.
     */
    private static final DocumentEncoder ENCODER =
            new DocumentEncoder(
                    FieldNames.spelledOut(),
                    new DocumentLimits(WriteBatch.MAX_VALUE_BYTES - (1 << 20), 1_000));

    private final List<Part> parts = new ArrayList<>();
    private Bytes bytes = new Bytes();
    private int inPart;
    private int count;

    /** No changes yet. */
    public ChangeBatch() {}

    private record Part(Bytes bytes, int count) {}

    /** How many changes there are. */
    public int count() {
        return count;
    }

    /** Adds a change without saying what the document was like. */
    public void add(Change.Operation operation, long id, long revision) {
        add(operation, id, revision, 0);
    }

    /**
     * Adds a change with its document, or with what changed of it.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code TOO_LARGE} if the feed cannot hold it
     */
    public void add(
            Change.Operation operation,
            long id,
            DocumentMeta meta,
            Map<String, ? extends @Nullable Object> document,
            boolean isDelta) {
        final byte[] encoded =
                ENCODER.encode(document, meta, Set.of(), "changes feed: document " + id).body();
        add(
                operation,
                id,
                meta.revision(),
                FeedRecord.HAS_DOCUMENT | (isDelta ? FeedRecord.IS_DELTA : 0));
        bytes.writeVarint(encoded.length);
        bytes.write(encoded);
    }

    /** Adds changes that come after those there are. */
    public void addAll(ChangeBatch more) {
        if (inPart > 0) {
            endPart();
        }
        parts.addAll(more.parts);
        bytes = more.bytes;
        inPart = more.inPart;
        count += more.count;
    }

    private void add(Change.Operation operation, long id, long revision, int flags) {
        if (inPart == CHANGES_PER_RECORD_MAX || bytes.size() >= BYTES_PER_RECORD) {
            endPart();
        }
        bytes.writeByte(operation.ordinal() | flags);
        bytes.writeVarint(id);
        bytes.writeVarint(revision);
        inPart++;
        count++;
    }

    private void endPart() {
        parts.add(new Part(bytes, inPart));
        bytes = new Bytes();
        inPart = 0;
    }

    /** Gives the records, in order, each with the number of its last change. */
    void records(int collectionNumber, String collection, long nowMs, long first, Sink sink) {
        if (inPart > 0) {
            endPart();
        }
        long last = first - 1;
        for (final Part part : parts) {
            last += part.count;
            final Bytes record = new Bytes();
            record.writeByte(FeedRecord.VERSION);
            record.writeVarint(collectionNumber);
            record.writeVarint(nowMs);
            record.writeVarint(part.count);
            record.writeText(collection);
            record.write(part.bytes);
            sink.accept(last, record.toArray());
        }
    }

    /** Takes records. */
    @FunctionalInterface
    interface Sink {
        void accept(long last, byte[] record);
    }
}
