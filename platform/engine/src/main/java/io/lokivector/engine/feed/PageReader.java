package io.lokivector.engine.feed;

import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.storage.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills one page from the segments of the log, in order; for one thread. */
final class PageReader {
    /** So many records are passed over for one page, and then the reader has to come again. */
    private static final int RECORDS_MAX = 100_000;

    private static final long BYTES_MAX = 16L << 20;

    private final Selection selection;
    private final long since;
    private final long until;
    private final int limit;
    private final List<Change> changes = new ArrayList<>();
    private long last;
    private int records;
    private long bytes;

    /**
     * A page of changes above {@code since} up to {@code until}.
     *
     * @param limit how many at most; with 0, nothing is read
     */
    PageReader(Selection selection, long since, long until, int limit) {
        this.selection = selection;
        this.since = since;
        this.until = until;
        this.limit = limit;
        this.last = since;
    }

    boolean isFull() {
        return changes.size() >= limit || records >= RECORDS_MAX || bytes >= BYTES_MAX;
    }

    void read(Snapshot.Scan scan) {
        while (!isFull() && scan.next()) {
            final long lastOfRecord = ByteBuffer.wrap(scan.key()).getLong();
            final byte[] value = scan.value();
            records++;
            final FeedRecord record = new FeedRecord(value, lastOfRecord);
            if (selection.includes(record)) {
                bytes += value.length;
                read(record);
            }
            if (changes.size() < limit) {
                last = lastOfRecord;
            }
        }
    }

    private void read(FeedRecord record) {
        final long after =
                Math.max(since, selection.after().applyAsLong(record.collectionNumber()));
        while (changes.size() < limit) {
            final @Nullable Change change = record.next();
            if (change == null) {
                return;
            }
            last = change.sequence();
            if (change.sequence() > after) {
                changes.add(change);
            }
        }
    }

    ChangePage page(long oldest) {
        if (isFull()) {
            return new ChangePage(changes, oldest, last, last < until);
        }
        return new ChangePage(changes, oldest, Math.max(since, until), false);
    }
}
