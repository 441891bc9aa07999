package io.lokivector.engine.index;

import io.lokivector.engine.document.StoredDocument;
import org.jspecify.annotations.Nullable;

/**
 * A change of one vector, for its index.
 *
 * @param vector null if it is removed
 * @param superseded the version of the document that had another vector, if there was one
 */
@SuppressWarnings("ArrayRecordComponent") // measured hot path; not changed
public record VectorChange(
        String field,
        int shard,
        int slot,
        float @Nullable [] vector,
        @Nullable StoredDocument superseded) {}
