package io.lokivector.engine.collection;

import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.values.ValueIndex;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One shard at one moment; immutable.
 *
 * @param documents by slot
 * @param values the indexes of values by name
 * @param sequence how many changes it has had
 * @param bytes what its documents occupy, encoded
 */
record ShardView(
        PersistentTable<StoredDocument> documents,
        Map<String, ValueIndex> values,
        long sequence,
        long bytes) {
    static ShardView empty() {
        return new ShardView(PersistentTable.empty(), Map.of(), 0, 0);
    }

    @Nullable StoredDocument document(int slot) {
        return documents.get(slot);
    }

    int size() {
        return documents.size();
    }
}
