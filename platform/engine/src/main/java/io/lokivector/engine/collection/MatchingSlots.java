package io.lokivector.engine.collection;

import java.util.List;

/**
 * Where the documents of a view are that match a query; immutable.
 *
 * @param shards a set for each shard
 */
public record MatchingSlots(List<SlotSet> shards) {
    /** What the objects of a set occupy beside its bits. */
    private static final int SET_BYTES = 64;

    /** Keeps a copy of the list. */
    public MatchingSlots {
        shards = List.copyOf(shards);
    }

    /** The documents of a shard. */
    public SlotSet shard(int shard) {
        return shards.get(shard);
    }

    /** How many documents there are. */
    public long size() {
        long size = 0;
        for (final SlotSet shard : shards) {
            size += shard.cardinality();
        }
        return size;
    }

    /** What it occupies, near enough. */
    public long bytes() {
        long bytes = 0;
        for (final SlotSet shard : shards) {
            bytes += SET_BYTES + shard.bytes();
        }
        return bytes;
    }
}
