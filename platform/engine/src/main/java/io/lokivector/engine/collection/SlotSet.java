package io.lokivector.engine.collection;

import io.lokivector.spi.index.OrdinalFilter;
import java.util.function.IntConsumer;

/** Slots of one shard, a bit for each; immutable. They are the ordinals of its vector indexes. */
public final class SlotSet implements OrdinalFilter {
    private final long[] words;
    private final int cardinality;

    /**
     * A set of the slots whose bits are set.
     *
     * @param words 64 slots each, from slot 0 on; kept, and not changed any more
     */
    SlotSet(long[] words) {
        this.words = words;
        int count = 0;
        for (final long word : words) {
            count += Long.bitCount(word);
        }
        this.cardinality = count;
    }

    @Override
    public boolean accepts(int slot) {
        final int word = slot >>> 6;
        return word < words.length && (words[word] >>> slot & 1) != 0;
    }

    @Override
    public int cardinality() {
        return cardinality;
    }

    @Override
    public void forEach(IntConsumer action) {
        for (int word = 0; word < words.length; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                action.accept((word << 6) + Long.numberOfTrailingZeros(left));
            }
        }
    }

    /** The first slot of the set from {@code from} on, or -1. */
    public int next(int from) {
        int word = from >>> 6;
        if (word >= words.length) {
            return -1;
        }
        long left = words[word] & -1L << from;
        while (left == 0) {
            if (++word == words.length) {
                return -1;
            }
            left = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }

    long bytes() {
        return 8L * words.length;
    }
}
