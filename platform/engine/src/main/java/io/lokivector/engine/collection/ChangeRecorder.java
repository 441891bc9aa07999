package io.lokivector.engine.collection;

import io.lokivector.spi.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;

/** Collects the changes of one transaction, and adds the records of them to its batch. */
final class ChangeRecorder {
    private final ShardLayout layout;
    private final Spaces spaces;
    private final List<List<ChangeLog.Change>> changes = new ArrayList<>();

    ChangeRecorder(ShardLayout layout, int shards, Spaces spaces) {
        this.layout = layout;
        this.spaces = spaces;
        for (int shard = 0; shard < shards; shard++) {
            changes.add(new ArrayList<>());
        }
    }

    void inserted(long id) {
        record(ChangeLog.Operation.INSERTED, id);
    }

    void updated(long id) {
        record(ChangeLog.Operation.UPDATED, id);
    }

    void removed(long id) {
        record(ChangeLog.Operation.REMOVED, id);
    }

    private void record(ChangeLog.Operation operation, long id) {
        changes.get(layout.shardOf(id)).add(new ChangeLog.Change(operation, id));
    }

    /** How many changes of a shard there are. */
    int count(int shard) {
        return changes.get(shard).size();
    }

    /**
     * Adds the record of a shard's changes, if there are any.
     *
     * @param sequence the shard's sequence number after them
     */
    void addTo(WriteBatch batch, int shard, long sequence, long nowMs) {
        final List<ChangeLog.Change> ofShard = changes.get(shard);
        if (!ofShard.isEmpty()) {
            final long first = sequence - ofShard.size() + 1;
            batch.put(
                    spaces.log(shard),
                    Spaces.key(sequence),
                    ChangeLog.encode(nowMs, first, ofShard));
        }
    }
}
