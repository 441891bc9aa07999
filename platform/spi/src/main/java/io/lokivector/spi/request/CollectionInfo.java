package io.lokivector.spi.request;

import java.time.Instant;
import java.util.List;

/**
 * A collection as clients see it.
 *
 * @param count how many documents it has
 * @param sizeBytes the bytes its documents occupy, encoded
 * @param shards in how many parts it is kept
 */
public record CollectionInfo(
        String name,
        long count,
        long sizeBytes,
        int shards,
        Instant createdAt,
        List<IndexInfo> indexes) {
    /** Whether one of its indexes is a vector index. */
    public boolean hasVectorIndex() {
        return indexes.stream().anyMatch(IndexInfo::isVector);
    }
}
