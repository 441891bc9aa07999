package io.lokivector.spi.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A collection as clients see it.
 *
 * @param count how many documents it has
 * @param sizeBytes the bytes its documents occupy, encoded
 * @param shards in how many parts it is kept
 * @param options what else it was made with, by the names of its options: {@code ttl}, {@code
 *     ttlInterval}, {@code disableChangesApi}, {@code disableDeltaChangesApi}
 */
public record CollectionInfo(
        String name,
        long count,
        long sizeBytes,
        int shards,
        Instant createdAt,
        List<IndexInfo> indexes,
        Map<String, Object> options) {
    /** Keeps copies of what it is given. */
    public CollectionInfo {
        indexes = List.copyOf(indexes);
        options = Map.copyOf(options);
    }

    /** Whether one of its indexes is a vector index. */
    public boolean hasVectorIndex() {
        return indexes.stream().anyMatch(IndexInfo::isVector);
    }
}
