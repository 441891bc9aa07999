package io.lokivector.engine.collection;

import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.values.ValueIndex;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Derives the next view of a shard from the one before; for one thread. */
final class ShardEdit {
    private final PersistentTable.Editor<StoredDocument> documents;

    /** A copy of the view's own when the first of them changes. */
    private Map<String, ValueIndex> values;

    private boolean isOwnValues;
    private long sequence;
    private long bytes;

    ShardEdit(ShardView view) {
        this.documents = view.documents().edit();
        this.values = view.values();
        this.sequence = view.sequence();
        this.bytes = view.bytes();
    }

    void put(int slot, StoredDocument document, @Nullable StoredDocument old) {
        documents.put(slot, document);
        bytes += document.body().length - (old == null ? 0 : old.body().length);
    }

    void remove(int slot, StoredDocument old) {
        documents.remove(slot);
        bytes -= old.body().length;
    }

    @Nullable StoredDocument document(int slot) {
        return documents.get(slot);
    }

    @Nullable ValueIndex index(String name) {
        return values.get(name);
    }

    void setIndex(String name, ValueIndex index) {
        ownValues().put(name, index);
    }

    void dropIndex(String name) {
        ownValues().remove(name);
    }

    private Map<String, ValueIndex> ownValues() {
        if (!isOwnValues) {
            values = new HashMap<>(values);
            isOwnValues = true;
        }
        return values;
    }

    void addSequence(int changes) {
        sequence += changes;
    }

    ShardView finish() {
        return new ShardView(documents.finish(), Map.copyOf(values), sequence, bytes);
    }
}
