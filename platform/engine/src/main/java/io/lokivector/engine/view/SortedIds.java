package io.lokivector.engine.view;

import io.lokivector.engine.query.RankKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of {@code $loki} by sort keys, those of equal keys ascending: sorted chunks
 * of which versions share those that did not change.
 *
 * <p>A change of <i>n</i> rows copies the chunks they fall into and the list of chunks, which for a
 * million rows has a few thousand entries.
 */
final class SortedIds implements IdSequence {
    private static final int CHUNK_ROWS_MAX = 256;

    private final RankKeys ranks;
    private final Chunk[] chunks;

    /** How many rows there are before each chunk, and at last how many there are. */
    private final long[] starts;

    private SortedIds(RankKeys ranks, Chunk[] chunks) {
        this.ranks = ranks;
        this.chunks = chunks;
        this.starts = new long[chunks.length + 1];
        for (int i = 0; i < chunks.length; i++) {
            starts[i + 1] = starts[i] + chunks[i].ids.length;
        }
    }

    /** A document's place in the order. */
    @SuppressWarnings("ArrayRecordComponent") // made once, read, never changed
    record Row(@Nullable Object[] keys, long id) {}

    /** Some neighbouring rows, at least one: the keys of the first, of the second, and so on. */
    @SuppressWarnings("ArrayRecordComponent") // not changed once made
    private record Chunk(@Nullable Object[] keys, long[] ids) {}

    static SortedIds empty(RankKeys ranks) {
        return new SortedIds(ranks, new Chunk[0]);
    }

    @Override
    public long size() {
        return starts[chunks.length];
    }

    @Override
    public PrimitiveIterator.OfLong from(long offset) {
        final int found = Arrays.binarySearch(starts, offset);
        final int chunk = found >= 0 ? found : -found - 2;
        return new Walk(chunk, chunk < chunks.length ? (int) (offset - starts[chunk]) : 0);
    }

    /** Goes from row to row. */
    private final class Walk implements PrimitiveIterator.OfLong {
        private int chunk;
        private int row;

        Walk(int chunk, int row) {
            this.chunk = chunk;
            this.row = row;
        }

        @Override
        public boolean hasNext() {
            return chunk < chunks.length;
        }

        @Override
        public long nextLong() {
            if (chunk >= chunks.length) {
                throw new NoSuchElementException();
            }
            final long id = chunks[chunk].ids[row++];
            if (row == chunks[chunk].ids.length) {
                row = 0;
                chunk++;
            }
            return id;
        }
    }

    /**
     * The sequence without some rows and with some others.
     *
     * @return empty if one of those to remove is not there
     */
    Optional<SortedIds> change(List<Row> removed, List<Row> added) {
        return new Change(
                        removed.stream().sorted(this::compare).toList(),
                        added.stream().sorted(this::compare).toList())
                .apply();
    }

    private int compare(Row a, Row b) {
        final int byKeys = ranks.compare(a.keys, 0, b.keys, 0);
        return byKeys != 0 ? byKeys : Long.compare(a.id, b.id);
    }

    private int compare(Row a, Chunk chunk, int row) {
        final int byKeys = ranks.compare(a.keys, 0, chunk.keys, row * ranks.width());
        return byKeys != 0 ? byKeys : Long.compare(a.id, chunk.ids[row]);
    }

    /** One merge of changes into the chunks. */
    private final class Change {
        private final List<Row> removed;
        private final List<Row> added;
        private final List<Chunk> result = new ArrayList<>();
        private int nextRemoved;
        private int nextAdded;
        private int nextChunk;

        Change(List<Row> removed, List<Row> added) {
            this.removed = removed;
            this.added = added;
        }

        Optional<SortedIds> apply() {
            for (@Nullable Row next = next(); next != null; next = next()) {
                final int touched = chunkOf(next);
                while (nextChunk < touched) {
                    result.add(chunks[nextChunk++]);
                }
                if (!mergeNextChunk()) {
                    return Optional.empty();
                }
            }
            while (nextChunk < chunks.length) {
                result.add(chunks[nextChunk++]);
            }
            return Optional.of(new SortedIds(ranks, result.toArray(new Chunk[0])));
        }

        private @Nullable Row next() {
            final @Nullable Row remove =
                    nextRemoved < removed.size() ? removed.get(nextRemoved) : null;
            final @Nullable Row add = nextAdded < added.size() ? added.get(nextAdded) : null;
            if (remove == null || add == null) {
                return remove == null ? add : remove;
            }
            return compare(remove, add) <= 0 ? remove : add;
        }

        /** The last chunk, of those left, that does not begin behind a row, or the first. */
        private int chunkOf(Row row) {
            int low = nextChunk;
            int high = chunks.length - 1;
            while (low < high) {
                final int middle = (low + high + 1) >>> 1;
                if (compare(row, chunks[middle], 0) >= 0) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        /** Merges what falls before the chunk after the next one; false if a row is missing. */
        private boolean mergeNextChunk() {
            final int removes = end(removed, nextRemoved) - nextRemoved;
            final int adds = end(added, nextAdded) - nextAdded;
            final Chunk old =
                    nextChunk < chunks.length
                            ? chunks[nextChunk]
                            : new Chunk(new @Nullable Object[0], new long[0]);
            nextChunk++;
            final Rows rows = new Rows(old.ids.length + adds);
            final int removeEnd = nextRemoved + removes;
            final int addEnd = nextAdded + adds;
            int copied = 0;
            while (nextRemoved < removeEnd || nextAdded < addEnd) {
                final boolean adding =
                        nextRemoved == removeEnd
                                || nextAdded < addEnd
                                        && compare(added.get(nextAdded), removed.get(nextRemoved))
                                                < 0;
                final Row row = adding ? added.get(nextAdded++) : removed.get(nextRemoved++);
                final int at = place(row, old, copied);
                rows.add(old, copied, at);
                copied = at;
                if (adding) {
                    rows.add(row);
                } else if (at < old.ids.length && compare(row, old, at) == 0) {
                    copied++;
                } else {
                    return false;
                }
            }
            rows.add(old, copied, old.ids.length);
            rows.split();
            return true;
        }

        /** The first row of a chunk, from one on, that is not before another. */
        private int place(Row row, Chunk chunk, int from) {
            int low = from;
            int high = chunk.ids.length;
            while (low < high) {
                final int middle = (low + high) >>> 1;
                if (compare(row, chunk, middle) > 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** Where the rows end that fall before the chunk after the next one. */
        private int end(List<Row> rows, int from) {
            if (nextChunk + 1 >= chunks.length) {
                return rows.size();
            }
            int end = from;
            while (end < rows.size() && compare(rows.get(end), chunks[nextChunk + 1], 0) < 0) {
                end++;
            }
            return end;
        }

        /** Rows on their way into new chunks. */
        private final class Rows {
            private final int width = ranks.width();
            private final @Nullable Object[] keys;
            private final long[] ids;
            private int count;

            Rows(int capacity) {
                this.keys = new @Nullable Object[capacity * width];
                this.ids = new long[capacity];
            }

            void add(Row row) {
                System.arraycopy(row.keys, 0, keys, count * width, width);
                ids[count++] = row.id;
            }

            void add(Chunk chunk, int from, int to) {
                final int length = to - from;
                System.arraycopy(chunk.keys, from * width, keys, count * width, length * width);
                System.arraycopy(chunk.ids, from, ids, count, length);
                count += length;
            }

            /** Hands the rows to the result in chunks of much the same size. */
            void split() {
                if (count > 0 && !result.isEmpty()) {
                    joinIfSmall(result.getLast());
                }
                final int parts = (count + CHUNK_ROWS_MAX - 1) / CHUNK_ROWS_MAX;
                for (int part = 0; part < parts; part++) {
                    final int from = (int) ((long) count * part / parts);
                    final int to = (int) ((long) count * (part + 1) / parts);
                    result.add(
                            new Chunk(
                                    Arrays.copyOfRange(keys, from * width, to * width),
                                    Arrays.copyOfRange(ids, from, to)));
                }
            }

            /** Takes the last chunk of the result back, so that many removals leave no crumbs. */
            private void joinIfSmall(Chunk last) {
                final int before = last.ids.length;
                if (before + count <= CHUNK_ROWS_MAX / 2) {
                    result.removeLast();
                    final Rows joined = new Rows(before + count);
                    joined.add(last, 0, before);
                    System.arraycopy(keys, 0, joined.keys, before * width, count * width);
                    System.arraycopy(ids, 0, joined.ids, before, count);
                    result.add(new Chunk(joined.keys, joined.ids));
                    count = 0;
                }
            }
        }
    }
}
