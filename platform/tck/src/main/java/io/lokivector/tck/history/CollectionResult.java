package io.lokivector.tck.history;

import java.util.List;
import java.util.Map;

/** What comes of a {@link CollectionOperation}. */
sealed interface CollectionResult {
    /** One version of a document. */
    record Version(long revision, String key, long value, long tag) {}

    /** Inserted, with these ids. */
    record Inserted(List<Long> ids) implements CollectionResult {}

    /** So many are counted, changed or removed. */
    record Number(long number) implements CollectionResult {}

    /** Documents by id. */
    record Found(Map<Long, Version> documents) implements CollectionResult {}

    /** Why it was not done. */
    enum Refused implements CollectionResult {
        /** A key is taken. */
        CONFLICT,
        /** The document has another revision. */
        STALE,
        /** There is no such document. */
        MISSING
    }
}
