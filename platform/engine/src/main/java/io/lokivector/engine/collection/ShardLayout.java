package io.lokivector.engine.collection;

/**
 * Where documents are: the ids 1, 2, 3, ... go round the shards, so that within a shard the slots
 * 0, 1, 2, ... are dense and in the order of the ids.
 *
 * @param shards how many there are
 */
public record ShardLayout(int shards) {
    /** The shard of a document. */
    public int shardOf(long id) {
        return (int) ((id - 1) % shards);
    }

    /** The slot of a document within its shard, which is its ordinal in vector indexes, too. */
    public int slotOf(long id) {
        return Math.toIntExact((id - 1) / shards);
    }

    /** The document at a slot. */
    public long idOf(int shard, int slot) {
        return (long) slot * shards + shard + 1;
    }

    /** Whether there can be a document of this id. */
    public boolean isPossible(long id) {
        return id >= 1 && (id - 1) / shards < Integer.MAX_VALUE;
    }
}
