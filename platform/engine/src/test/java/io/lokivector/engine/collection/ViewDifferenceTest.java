package io.lokivector.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.document.StoredDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewDifferenceTest {
    private final CollectionView empty = view(1, List.of(ShardView.empty(), ShardView.empty()), 1);

    private static CollectionView view(int number, List<ShardView> shards, long nextId) {
        return new CollectionView(
                new CollectionDefinition(
                        number, "c", Instant.EPOCH, shards.size(), 1, List.of(), List.of()),
                shards,
                nextId);
    }

    private static StoredDocument document() {
        return new StoredDocument(new byte[1]);
    }

    private static CollectionView with(CollectionView view, int shard, int slot, boolean present) {
        final List<ShardView> shards = new ArrayList<>(view.shards());
        final ShardEdit edit = new ShardEdit(shards.get(shard));
        if (present) {
            edit.put(slot, document(), view.document(shard, slot));
        } else {
            edit.remove(slot, view.document(shard, slot));
        }
        edit.addSequence(1);
        shards.set(shard, edit.finish());
        return view(1, shards, view.nextId());
    }

    private static List<String> changes(CollectionView older, CollectionView newer) {
        final List<String> changes = new ArrayList<>();
        assertTrue(
                new ViewDifference(older, newer)
                        .forEach((shard, slot, id, before, after) -> {
                            final String how =
                                    before == null ? "new" : after == null ? "gone" : "changed";
                            return changes.add(shard + "/" + slot + " " + id + " " + how);
                        }));
        return changes;
    }

    @Test
    void namesWhatIsNewChangedAndGone() {
        final CollectionView older = with(with(with(empty, 0, 0, true), 1, 0, true), 0, 1, true);
        final CollectionView newer = with(with(with(older, 0, 0, false), 0, 1, true), 1, 9, true);
        assertEquals(List.of("0/0 1 gone", "0/1 3 changed", "1/9 20 new"), changes(older, newer));
        assertEquals(3, new ViewDifference(older, newer).documentsMax());
        assertEquals(List.of(), changes(newer, newer));
        assertEquals(0, new ViewDifference(newer, newer).documentsMax());
    }

    @Test
    void whatCameAndWentIsCountedButNotNamed() {
        final CollectionView newer = with(with(empty, 0, 0, true), 0, 0, false);
        assertEquals(List.of(), changes(empty, newer));
        assertEquals(2, new ViewDifference(empty, newer).documentsMax());
    }

    @Test
    void endsWhereItIsStopped() {
        final CollectionView newer = with(with(empty, 0, 0, true), 1, 0, true);
        final List<Long> ids = new ArrayList<>();
        assertFalse(
                new ViewDifference(empty, newer)
                        .forEach((_, _, id, _, _) -> {
                            ids.add(id);
                            return false;
                        }));
        assertEquals(List.of(1L), ids);
    }

    @Test
    void viewsOfTwoCollectionsAreNotCompared() {
        final CollectionView other = view(2, empty.shards(), 1);
        assertThrows(IllegalArgumentException.class, () -> new ViewDifference(empty, other));
    }
}
