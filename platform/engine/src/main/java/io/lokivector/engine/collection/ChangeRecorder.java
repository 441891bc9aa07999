package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.feed.ChangeBatch;
import io.lokivector.engine.feed.DocumentDelta;
import io.lokivector.engine.index.CollectionVectors;
import io.lokivector.spi.request.Change.Operation;
import io.lokivector.spi.storage.WriteBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of one transaction: for the changes feed, and, where there are vector
 * indexes to catch up with them, for the logs of the shards.
 */
final class ChangeRecorder {
    private final CollectionDefinition definition;
    private final ShardLayout layout;
    private final FieldNames names;
    private final CollectionVectors vectors;
    private final ChangeRecording recording;
    private final Set<String> unique;
    private final ChangeBatch feed = new ChangeBatch();
    private final int[] counts;

    /** By shard; empty if no index is to catch up. */
    private final List<List<ChangeLog.Change>> logs = new ArrayList<>();

    ChangeRecorder(CollectionView tip, FieldNames names, CollectionVectors vectors) {
        this.definition = tip.definition();
        this.layout = tip.layout();
        this.names = names;
        this.vectors = vectors;
        this.recording = definition.settings().recording();
        this.unique = recording == ChangeRecording.DELTAS ? uniqueFields() : Set.of();
        this.counts = new int[tip.shards().size()];
        if (!definition.vectorIndexes().isEmpty()) {
            for (int shard = 0; shard < counts.length; shard++) {
                logs.add(new ArrayList<>());
            }
        }
    }

    private Set<String> uniqueFields() {
        final Set<String> fields = new HashSet<>();
        for (final IndexDefinition index : definition.indexes()) {
            if (index.isUnique()) {
                fields.add(index.field());
            }
        }
        return fields;
    }

    void inserted(long id, StoredDocument stored) {
        if (recording == ChangeRecording.REFERENCES) {
            feed.add(Operation.INSERTED, id, 0);
        } else {
            addWhole(Operation.INSERTED, id, stored);
        }
        log(Operation.INSERTED, id);
    }

    void updated(long id, StoredDocument old, StoredDocument stored) {
        switch (recording) {
            case REFERENCES -> feed.add(Operation.UPDATED, id, stored.revision());
            case DOCUMENTS -> addWhole(Operation.UPDATED, id, stored);
            case DELTAS -> {
                final DocumentMap after = map(id, stored);
                final Map<String, @Nullable Object> delta =
                        DocumentDelta.between(map(id, old), after, unique);
                feed.add(Operation.UPDATED, id, after.meta(), delta, true);
            }
        }
        log(Operation.UPDATED, id);
    }

    void removed(long id, StoredDocument old) {
        if (recording == ChangeRecording.REFERENCES) {
            feed.add(Operation.REMOVED, id, old.revision());
        } else {
            addWhole(Operation.REMOVED, id, old);
        }
        log(Operation.REMOVED, id);
    }

    private void addWhole(Operation operation, long id, StoredDocument stored) {
        final DocumentMap document = map(id, stored);
        feed.add(operation, id, document.meta(), document, false);
    }

    private DocumentMap map(long id, StoredDocument stored) {
        return new DocumentMap(
                id,
                stored,
                names,
                field -> vectors.vector(field, layout.shardOf(id), layout.slotOf(id), id, stored));
    }

    private void log(Operation operation, long id) {
        final int shard = layout.shardOf(id);
        counts[shard]++;
        if (!logs.isEmpty()) {
            logs.get(shard).add(new ChangeLog.Change(operation, id));
        }
    }

    /** How many changes of a shard there are. */
    int count(int shard) {
        return counts[shard];
    }

    /**
     * Adds the record of a shard's changes to its log, if they are logged.
     *
     * @param sequence the shard's sequence number after them
     */
    void addToLog(WriteBatch batch, Spaces spaces, int shard, long sequence, long nowMs) {
        if (!logs.isEmpty() && !logs.get(shard).isEmpty()) {
            final List<ChangeLog.Change> ofShard = logs.get(shard);
            final long first = sequence - ofShard.size() + 1;
            batch.put(
                    spaces.log(shard),
                    Spaces.key(sequence),
                    ChangeLog.encode(nowMs, first, ofShard));
        }
    }

    /** The changes for the feed. */
    ChangeBatch feed() {
        return feed;
    }
}
