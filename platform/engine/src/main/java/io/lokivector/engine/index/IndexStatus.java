package io.lokivector.engine.index;

import io.lokivector.spi.request.IndexInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a vector index is doing, in one shard or in all.
 *
 * @param reason in plain words, why it is not ready; blank if it is
 * @param progress how far it is, from 0 to 1; 1 if it is ready
 * @param size how many vectors it holds
 * @param memoryParts which part of its memory occupies how much, in bytes, if it can tell
 */
public record IndexStatus(
        IndexInfo.State state,
        String reason,
        double progress,
        long size,
        long memoryBytes,
        Map<String, Long> memoryParts) {
    /** Of an index that holds nothing yet. */
    static IndexStatus empty(IndexInfo.State state, String reason, double progress) {
        return new IndexStatus(state, reason, progress, 0, 0, Map.of());
    }

    /** Of an index whose parts in the shards do this: as bad as the worst of them. */
    static IndexStatus ofAll(List<IndexStatus> shards) {
        IndexInfo.State state = IndexInfo.State.READY;
        String reason = "";
        double progress = 0;
        long size = 0;
        long memoryBytes = 0;
        final Map<String, Long> parts = new TreeMap<>();
        for (final IndexStatus shard : shards) {
            if (shard.state.compareTo(state) > 0) {
                state = shard.state;
                reason = shard.reason;
            }
            progress += shard.progress / shards.size();
            size += shard.size;
            memoryBytes += shard.memoryBytes;
            shard.memoryParts.forEach((part, bytes) -> parts.merge(part, bytes, Long::sum));
        }
        return new IndexStatus(
                state,
                reason,
                state == IndexInfo.State.READY ? 1 : progress,
                size,
                memoryBytes,
                parts);
    }

    /** The same of an index that lacks something, in words, unless it cannot answer anyway. */
    IndexStatus lacking(String what) {
        return state == IndexInfo.State.UNAVAILABLE
                ? this
                : new IndexStatus(
                        IndexInfo.State.BUILDING,
                        what,
                        state == IndexInfo.State.READY ? 0 : progress,
                        size,
                        memoryBytes,
                        memoryParts);
    }

    /** Whether it answers. */
    public boolean isReady() {
        return state == IndexInfo.State.READY;
    }
}
