package io.lokivector.engine.collection;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table from slots (non-negative numbers) to values: a radix tree of 64-fold nodes.
 *
 * <p>A change makes a new table that shares all untouched nodes with the old one. A radix tree,
 * because slots are dense and mostly grow at the end.
 *
 * @param <T> the values
 */
final class PersistentTable<T> {
    private static final int BITS = 6;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;

    /** How many slots a leaf has. */
    static final int LEAF_SLOTS = WIDTH;

    private final @Nullable Node root;
    private final int levels;
    private final int size;

    private PersistentTable(@Nullable Node root, int levels, int size) {
        this.root = root;
        this.levels = levels;
        this.size = size;
    }

    /** A node; only the editor that made it may change it. */
    private static final class Node {
        private final Object owner;
        private final @Nullable Object[] slots;
        private volatile @Nullable Object attachment;

        Node(Object owner, @Nullable Object[] slots) {
            this.owner = owner;
            this.slots = slots;
        }

        Node ownedBy(Object editor) {
            return owner.equals(editor) ? this : new Node(editor, slots.clone());
        }

        boolean isEmpty() {
            for (final Object slot : slots) {
                if (slot != null) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * The values of {@link #LEAF_SLOTS} neighbouring slots, with room for one thing that is derived
     * from them: a change of a value makes another leaf, which has nothing attached.
     *
     * @param <T> the values
     */
    static final class Leaf<T> {
        private final Node node;

        private Leaf(Node node) {
            this.node = node;
        }

        /** The value at a slot of the leaf, counted from 0. */
        @SuppressWarnings("unchecked") // leaves hold only what editors put there
        @Nullable T get(int index) {
            return (T) node.slots[index];
        }

        /** A bit for each slot that has a value. */
        long present() {
            long present = 0;
            for (int i = 0; i < WIDTH; i++) {
                present |= (node.slots[i] == null ? 0L : 1L) << i;
            }
            return present;
        }

        /** What is attached, or null. */
        @Nullable Object attachment() {
            return node.attachment;
        }

        /** Attaches something in the place of what was attached. */
        void attach(Object derived) {
            node.attachment = derived;
        }
    }

    static <T> PersistentTable<T> empty() {
        return new PersistentTable<>(null, 1, 0);
    }

    /** How many slots have values. */
    int size() {
        return size;
    }

    /** A number above every slot that has a value. */
    long capacity() {
        return 1L << (BITS * levels);
    }

    @SuppressWarnings("unchecked") // leaves hold only what editors put there
    @Nullable T get(int slot) {
        if (slot >= capacity()) {
            return null;
        }
        @Nullable Object node = root;
        for (int shift = BITS * (levels - 1); shift >= 0; shift -= BITS) {
            if (!(node instanceof final Node inner)) {
                return null;
            }
            node = inner.slots[(slot >>> shift) & MASK];
        }
        return (T) node;
    }

    /** The leaf of the slots from {@code number * LEAF_SLOTS} on; null if none has a value. */
    @Nullable Leaf<T> leaf(int number) {
        if ((long) number << BITS >= capacity()) {
            return null;
        }
        @Nullable Node node = root;
        for (int shift = BITS * (levels - 2); shift >= 0 && node != null; shift -= BITS) {
            node = (Node) node.slots[(number >>> shift) & MASK];
        }
        return node == null ? null : new Leaf<>(node);
    }

    /** A number above that of every leaf. */
    int leaves() {
        @Nullable Node node = root;
        int last = 0;
        for (int level = levels - 1; level > 0 && node != null; level--) {
            int child = MASK;
            while (node.slots[child] == null) {
                child--;
            }
            last = last << BITS | child;
            node = (Node) node.slots[child];
        }
        return node == null ? 0 : last + 1;
    }

    /** The first slot from {@code from} on that has a value, or -1. */
    int nextSlot(int from) {
        return from < 0 || from >= capacity() ? -1 : next(root, BITS * (levels - 1), from, 0);
    }

    private static int next(@Nullable Object at, int shift, int from, int base) {
        if (!(at instanceof final Node node)) {
            return -1;
        }
        final int first = from <= base ? 0 : ((from - base) >>> shift) & MASK;
        for (int i = first; i < WIDTH; i++) {
            if (node.slots[i] == null) {
                continue;
            }
            final int start = base + (i << shift);
            final int found = shift == 0 ? start : next(node.slots[i], shift - BITS, from, start);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /** Hands over all slots with values, ascending. */
    void forEach(BiConsumer<Integer, T> action) {
        if (root != null) {
            walk(root, BITS * (levels - 1), 0, action);
        }
    }

    @SuppressWarnings("unchecked") // leaves hold only what editors put there
    private static <T> void walk(Node node, int shift, int base, BiConsumer<Integer, T> action) {
        for (int i = 0; i < WIDTH; i++) {
            final @Nullable Object child = node.slots[i];
            if (child == null) {
                continue;
            }
            final int start = base + (i << shift);
            if (shift == 0) {
                action.accept(start, (T) child);
            } else {
                walk((Node) child, shift - BITS, start, action);
            }
        }
    }

    /**
     * Is handed the slots at which two tables differ.
     *
     * @param <T> the values
     */
    @FunctionalInterface
    interface DifferenceVisitor<T> {
        /**
         * Takes one difference; one of the values may be missing.
         *
         * @return whether to go on
         */
        boolean visit(int slot, @Nullable T before, @Nullable T after);
    }

    /**
     * Hands over the slots whose values are not the same object in both tables, ascending.
     *
     * <p>Nodes that the tables share are not looked into: of two versions of a table, where the
     * newer has <i>n</i> changes, at most <i>n</i> paths from the root to a leaf are walked. Tables
     * that share nothing may be compared, too; then all slots that have values are walked.
     *
     * @return whether it went to the end, the visitor not having stopped it
     */
    static <T> boolean difference(
            PersistentTable<T> older, PersistentTable<T> newer, DifferenceVisitor<T> visitor) {
        final int levels = Math.max(older.levels, newer.levels);
        return difference(
                older.raised(levels), newer.raised(levels), BITS * (levels - 1), 0, visitor);
    }

    /** The root as one of a tree that has so many levels. */
    private @Nullable Node raised(int wanted) {
        @Nullable Node raised = root;
        for (int level = levels; level < wanted && raised != null; level++) {
            final Node wider = new Node(this, new @Nullable Object[WIDTH]);
            wider.slots[0] = raised;
            raised = wider;
        }
        return raised;
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a shared node is the same object
    private static <T> boolean difference(
            @Nullable Node older,
            @Nullable Node newer,
            int shift,
            int base,
            DifferenceVisitor<T> visitor) {
        if (older == newer) {
            return true;
        }
        for (int i = 0; i < WIDTH; i++) {
            final @Nullable Object before = older == null ? null : older.slots[i];
            final @Nullable Object after = newer == null ? null : newer.slots[i];
            if (before == after) {
                continue;
            }
            final int start = base + (i << shift);
            final boolean goesOn =
                    shift == 0
                            ? visitor.visit(start, (T) before, (T) after)
                            : difference((Node) before, (Node) after, shift - BITS, start, visitor);
            if (!goesOn) {
                return false;
            }
        }
        return true;
    }

    /** An editor that begins with this table. */
    Editor<T> edit() {
        return new Editor<>(this);
    }

    /**
     * Makes one new table out of any number of changes; for one thread.
     *
     * @param <T> the values
     */
    static final class Editor<T> {
        private Object owner = new Object();
        private @Nullable Node root;
        private int levels;
        private int size;

        private Editor(PersistentTable<T> table) {
            this.root = table.root;
            this.levels = table.levels;
            this.size = table.size;
        }

        @Nullable T get(int slot) {
            return new PersistentTable<T>(root, levels, size).get(slot);
        }

        void put(int slot, T value) {
            while (slot >= 1L << (BITS * levels)) {
                if (root != null) {
                    final Node wider = newNode();
                    wider.slots[0] = root;
                    root = wider;
                }
                levels++;
            }
            root = set(root, BITS * (levels - 1), slot, value);
        }

        void remove(int slot) {
            if (slot < 1L << (BITS * levels)) {
                root = set(root, BITS * (levels - 1), slot, null);
            }
        }

        private @Nullable Node set(
                @Nullable Node node, int shift, int slot, @Nullable Object value) {
            if (node == null && value == null) {
                return null;
            }
            final Node mine = node == null ? newNode() : node.ownedBy(owner);
            final int index = (slot >>> shift) & MASK;
            if (shift == 0) {
                size += (value == null ? 0 : 1) - (mine.slots[index] == null ? 0 : 1);
                mine.slots[index] = value;
            } else {
                mine.slots[index] = set((Node) mine.slots[index], shift - BITS, slot, value);
            }
            return value == null && mine.isEmpty() ? null : mine;
        }

        private Node newNode() {
            return new Node(owner, new @Nullable Object[WIDTH]);
        }

        /** The new table; later changes of this editor do not touch it. */
        PersistentTable<T> finish() {
            owner = new Object();
            return new PersistentTable<>(root, levels, size);
        }
    }
}
