package io.lokivector.engine.index;

import io.lokivector.spi.storage.Snapshot;
import java.util.Optional;
import java.util.Set;

/** What an index must know of its shard to catch up with it. */
public interface ShardHistory {
    /** The sequence number of the newest change in a snapshot. */
    long newest(Snapshot snapshot);

    /** The documents that changed after a sequence number; empty if the log is too short. */
    Optional<Set<Long>> changedSince(Snapshot snapshot, long since);

    /** The sequence number up to which all changes have reached the indexes. */
    long published();

    /** The sequence number above which no change can have reached an index. */
    long tip();

    /** The ordinal that no document has reached yet. */
    int slots();

    /** The ordinal of a document. */
    int slotOf(long id);
}
