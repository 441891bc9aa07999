package io.lokivector.engine.collection;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable ordered set of pairs of key and slot: a B-tree whose nodes know how much is below
 * them, so that ranges are counted without being walked.
 *
 * <p>A change makes a new set that shares all untouched nodes with the old one. Nodes that lose
 * entries are not merged with their neighbours, only dropped when empty: what is inserted later
 * fills them again.
 */
final class OrderedIndex {
    /** What an entry occupies, near enough: object, reference, and a small key. */
    static final int ENTRY_BYTES = 48;

    private static final int WIDTH = 64;
    private static final Entry[] NO_ENTRIES = {};
    private static final Node[] NO_NODES = {};
    private static final OrderedIndex EMPTY = new OrderedIndex(new Leaf(NO_ENTRIES));

    private final Node root;

    private OrderedIndex(Node root) {
        this.root = root;
    }

    /**
     * A key with the slot of a document that has it.
     *
     * @param key null if the document lacks it
     */
    record Entry(@Nullable Object key, int slot) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            final int byKey = KeyOrder.compare(key, other.key);
            return byKey != 0 ? byKey : Integer.compare(slot, other.slot);
        }
    }

    /** A part of the tree. */
    private sealed interface Node {
        int size();

        Entry first();
    }

    @SuppressWarnings("ArrayRecordComponent") // not changed once made
    private record Leaf(Entry[] entries) implements Node {
        @Override
        public int size() {
            return entries.length;
        }

        @Override
        public Entry first() {
            return entries[0];
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // not changed once made
    private record Inner(Node[] children, Entry[] firsts, int size) implements Node {
        static Inner of(Node[] children) {
            final Entry[] firsts = new Entry[children.length];
            int size = 0;
            for (int i = 0; i < children.length; i++) {
                firsts[i] = children[i].first();
                size += children[i].size();
            }
            return new Inner(children, firsts, size);
        }

        @Override
        public Entry first() {
            return firsts[0];
        }

        int childFor(Entry entry) {
            final int found = Arrays.binarySearch(firsts, entry);
            return found >= 0 ? found : Math.max(0, -found - 2);
        }
    }

    static OrderedIndex empty() {
        return EMPTY;
    }

    /** The set of these entries, which are sorted in place. */
    static OrderedIndex of(Entry[] entries) {
        if (entries.length == 0) {
            return EMPTY;
        }
        Arrays.sort(entries);
        Node[] level = new Node[(entries.length + WIDTH - 1) / WIDTH];
        for (int i = 0; i < level.length; i++) {
            level[i] =
                    new Leaf(
                            Arrays.copyOfRange(
                                    entries, i * WIDTH, Math.min(entries.length, (i + 1) * WIDTH)));
        }
        while (level.length > 1) {
            final Node[] above = new Node[(level.length + WIDTH - 1) / WIDTH];
            for (int i = 0; i < above.length; i++) {
                above[i] =
                        Inner.of(
                                Arrays.copyOfRange(
                                        level, i * WIDTH, Math.min(level.length, (i + 1) * WIDTH)));
            }
            level = above;
        }
        return new OrderedIndex(level[0]);
    }

    int size() {
        return root.size();
    }

    OrderedIndex with(Entry entry) {
        final List<Node> nodes = insert(root, entry);
        return new OrderedIndex(
                nodes.size() == 1 ? nodes.get(0) : Inner.of(nodes.toArray(NO_NODES)));
    }

    private static List<Node> insert(Node node, Entry entry) {
        return switch (node) {
            case final Leaf leaf -> {
                final int found = Arrays.binarySearch(leaf.entries, entry);
                yield found >= 0
                        ? List.of(leaf)
                        : split(spliced(leaf.entries, -found - 1, 0, new Entry[] {entry}));
            }
            case final Inner inner -> {
                final int at = inner.childFor(entry);
                final List<Node> grown = insert(inner.children[at], entry);
                yield splitNodes(spliced(inner.children, at, 1, grown.toArray(NO_NODES)));
            }
        };
    }

    private static List<Node> split(Entry[] entries) {
        if (entries.length <= WIDTH) {
            return List.of(new Leaf(entries));
        }
        final int half = splitPoint(entries.length);
        return List.of(
                new Leaf(Arrays.copyOf(entries, half)),
                new Leaf(Arrays.copyOfRange(entries, half, entries.length)));
    }

    private static List<Node> splitNodes(Node[] children) {
        if (children.length <= WIDTH) {
            return List.of(Inner.of(children));
        }
        final int half = splitPoint(children.length);
        return List.of(
                Inner.of(Arrays.copyOf(children, half)),
                Inner.of(Arrays.copyOfRange(children, half, children.length)));
    }

    private static int splitPoint(int length) {
        return length / 2;
    }

    OrderedIndex without(Entry entry) {
        final @Nullable Node left = delete(root, entry);
        return left == null ? EMPTY : new OrderedIndex(left);
    }

    private static @Nullable Node delete(Node node, Entry entry) {
        return switch (node) {
            case final Leaf leaf -> {
                final int found = Arrays.binarySearch(leaf.entries, entry);
                if (found < 0) {
                    yield leaf;
                }
                yield leaf.entries.length == 1
                        ? null
                        : new Leaf(spliced(leaf.entries, found, 1, NO_ENTRIES));
            }
            case final Inner inner -> {
                final int at = inner.childFor(entry);
                final @Nullable Node left = delete(inner.children[at], entry);
                if (left != null) {
                    yield Inner.of(spliced(inner.children, at, 1, new Node[] {left}));
                }
                yield inner.children.length == 1
                        ? null
                        : Inner.of(spliced(inner.children, at, 1, NO_NODES));
            }
        };
    }

    /** A copy with {@code removed} elements at {@code at} replaced by others. */
    private static <E> E[] spliced(E[] array, int at, int removed, E[] others) {
        final E[] result = Arrays.copyOf(array, array.length - removed + others.length);
        System.arraycopy(others, 0, result, at, others.length);
        System.arraycopy(
                array, at + removed, result, at + others.length, array.length - at - removed);
        return result;
    }

    /** How many entries are before the first with this key. */
    int rankBefore(@Nullable Object key) {
        return rank(new Entry(key, -1));
    }

    /** How many entries are not after the last with this key. */
    int rankAfter(@Nullable Object key) {
        return rank(new Entry(key, Integer.MAX_VALUE));
    }

    private int rank(Entry bound) {
        int rank = 0;
        Node node = root;
        while (node instanceof final Inner inner) {
            final int at = inner.childFor(bound);
            for (int i = 0; i < at; i++) {
                rank += inner.children[i].size();
            }
            node = inner.children[at];
        }
        final int found = Arrays.binarySearch(((Leaf) node).entries, bound);
        return rank + (found >= 0 ? found : -found - 1);
    }

    /** Hands over the entries of these ranks in order. */
    void forEach(int fromRank, int toRank, Consumer<Entry> action) {
        walk(root, fromRank, toRank, action);
    }

    private static void walk(Node node, int from, int to, Consumer<Entry> action) {
        switch (node) {
            case final Leaf leaf -> {
                for (int i = Math.max(0, from); i < Math.min(leaf.entries.length, to); i++) {
                    action.accept(leaf.entries[i]);
                }
            }
            case final Inner inner -> {
                int start = 0;
                for (final Node child : inner.children) {
                    if (start < to && start + child.size() > from) {
                        walk(child, from - start, to - start, action);
                    }
                    start += child.size();
                }
            }
        }
    }
}
