package io.lokivector.engine.view;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/**
 * An immutable set of {@code $loki}, ascending: a bitmap in chunks of which versions share those
 * that did not change.
 *
 * <p>It takes one bit for each id from the first to the last, nothing for chunks without any.
 */
final class IdSet implements IdSequence {
    private static final int CHUNK_BITS = 15;
    private static final int WORD_BITS = 6;
    private static final int WORDS = 1 << (CHUNK_BITS - WORD_BITS);
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final Chunk NOTHING = new Chunk(new long[WORDS], 0);
    private static final IdSet EMPTY = new IdSet(new Chunk[0], 0);

    private final Chunk[] chunks;
    private final long size;

    private IdSet(Chunk[] chunks, long size) {
        this.chunks = chunks;
        this.size = size;
    }

    /** The bits of some neighbouring ids; changed only by the editor that made it. */
    private static final class Chunk {
        private final long[] words;
        private int count;

        Chunk(long[] words, int count) {
            this.words = words;
            this.count = count;
        }
    }

    static IdSet empty() {
        return EMPTY;
    }

    @Override
    public long size() {
        return size;
    }

    boolean contains(long id) {
        return contains(chunks, id);
    }

    private static boolean contains(Chunk[] chunks, long id) {
        final long bit = id - 1;
        final long chunk = bit >>> CHUNK_BITS;
        return chunk < chunks.length && (chunks[(int) chunk].words[word(bit)] & mask(bit)) != 0;
    }

    private static int word(long bit) {
        return ((int) bit & CHUNK_MASK) >>> WORD_BITS;
    }

    private static long mask(long bit) {
        return 1L << bit;
    }

    @Override
    public PrimitiveIterator.OfLong from(long offset) {
        return new Walk(offset);
    }

    /** Goes from bit to bit. */
    private final class Walk implements PrimitiveIterator.OfLong {
        private int chunk;
        private int word;
        private long rest;

        Walk(long offset) {
            long skip = offset;
            while (chunk < chunks.length && chunks[chunk].count <= skip) {
                skip -= chunks[chunk].count;
                chunk++;
            }
            rest = chunk < chunks.length ? chunks[chunk].words[0] : 0;
            for (int count = Long.bitCount(rest); chunk < chunks.length && count <= skip; ) {
                skip -= count;
                word++;
                rest = chunks[chunk].words[word];
                count = Long.bitCount(rest);
            }
            for (; skip > 0; skip--) {
                rest &= rest - 1;
            }
            settle();
        }

        /** Goes to the next word that has a bit left. */
        private void settle() {
            while (rest == 0 && chunk < chunks.length) {
                word++;
                if (word == WORDS) {
                    word = 0;
                    do {
                        chunk++;
                    } while (chunk < chunks.length && chunks[chunk].count == 0);
                }
                rest = chunk < chunks.length ? chunks[chunk].words[word] : 0;
            }
        }

        @Override
        public boolean hasNext() {
            return rest != 0;
        }

        @Override
        public long nextLong() {
            if (rest == 0) {
                throw new NoSuchElementException();
            }
            final long id =
                    ((long) chunk << CHUNK_BITS)
                            + ((long) word << WORD_BITS)
                            + Long.numberOfTrailingZeros(rest)
                            + 1;
            rest &= rest - 1;
            settle();
            return id;
        }
    }

    /** An editor that begins with this set. */
    Editor edit() {
        return new Editor(this);
    }

    /** Makes one new set out of any number of changes; for one thread, used once. */
    static final class Editor {
        private Chunk[] chunks;
        private boolean[] isMine;
        private long size;

        private Editor(IdSet set) {
            this.chunks = set.chunks.clone();
            this.isMine = new boolean[chunks.length];
            this.size = set.size;
        }

        boolean contains(long id) {
            return IdSet.contains(chunks, id);
        }

        /** Adds an id, unless it is there. */
        void add(long id) {
            if (!contains(id)) {
                final Chunk chunk = mine(id);
                chunk.words[word(id - 1)] |= mask(id - 1);
                chunk.count++;
                size++;
            }
        }

        /** Removes an id, if it is there. */
        void remove(long id) {
            if (contains(id)) {
                final Chunk chunk = mine(id);
                chunk.words[word(id - 1)] &= ~mask(id - 1);
                chunk.count--;
                size--;
            }
        }

        private Chunk mine(long id) {
            final int at = Math.toIntExact((id - 1) >>> CHUNK_BITS);
            if (at >= chunks.length) {
                final int before = chunks.length;
                chunks = Arrays.copyOf(chunks, Math.max(at + 1, before + before / 2));
                Arrays.fill(chunks, before, chunks.length, NOTHING);
                isMine = Arrays.copyOf(isMine, chunks.length);
            }
            if (!isMine[at]) {
                chunks[at] = new Chunk(chunks[at].words.clone(), chunks[at].count);
                isMine[at] = true;
            }
            return chunks[at];
        }

        IdSet finish() {
            for (int i = 0; i < chunks.length; i++) {
                if (chunks[i].count == 0) {
                    chunks[i] = NOTHING;
                }
            }
            return new IdSet(chunks, size);
        }
    }
}
