package io.lokivector.engine.values;

import java.util.ArrayList;
import java.util.List;

/** An upper level of a {@link KeyTree}: nodes in order; immutable. */
final class KeyBranch implements KeyNode {
    /** How many nodes it holds at most. */
    static final int WIDTH = 64;

    private static final int OBJECT_BYTES = 40;
    private static final int CHILD_BYTES = 4 + 4 + 4;
    private static final int SEPARATOR_BYTES = 24 + 16 + 8;

    private final KeyNode[] children;
    private final Separator[] separators;

    /** How many entries are in the nodes up to and with each. */
    private final int[] sizes;

    private final long memoryBytes;

    private KeyBranch(KeyNode[] children, Separator[] separators, int[] sizes, long memoryBytes) {
        this.children = children;
        this.separators = separators;
        this.sizes = sizes;
        this.memoryBytes = memoryBytes;
    }

    private static KeyBranch of(List<KeyNode> nodes, List<Separator> separators) {
        final KeyNode[] children = nodes.toArray(new KeyNode[0]);
        final int[] sizes = new int[children.length];
        int size = 0;
        long memory = OBJECT_BYTES + (long) (CHILD_BYTES + SEPARATOR_BYTES) * children.length;
        for (int i = 0; i < children.length; i++) {
            size = Math.addExact(size, children[i].size());
            sizes[i] = size;
            memory += children[i].memoryBytes();
        }
        return new KeyBranch(children, separators.toArray(new Separator[0]), sizes, memory);
    }

    /** The nodes as they are if they are few, else under as many branches as that takes. */
    static Parts over(List<KeyNode> nodes, List<Separator> separators, boolean isAppended) {
        final int count = nodes.size();
        final int branches = (count + WIDTH - 1) / WIDTH;
        final List<KeyNode> above = new ArrayList<>(branches);
        final List<Separator> between = new ArrayList<>(branches);
        int from = 0;
        for (int i = 0; i < branches; i++) {
            final int to =
                    isAppended
                            ? Math.min(from + WIDTH, count)
                            : (int) ((long) count * (i + 1) / branches);
            above.add(of(nodes.subList(from, to), separators.subList(from, to)));
            between.add(separators.get(from));
            from = to;
        }
        return new Parts(above, between);
    }

    @Override
    public int size() {
        return sizes[sizes.length - 1];
    }

    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    int length() {
        return children.length;
    }

    KeyNode child(int at) {
        return children[at];
    }

    /** How many entries come before a node. */
    int sizeBefore(int at) {
        return at == 0 ? 0 : sizes[at - 1];
    }

    /** The node that has the entry with a rank. */
    int childAt(int rank) {
        int low = 0;
        int high = sizes.length - 1;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (sizes[middle] <= rank) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The node where an entry is, if it is there. */
    int childFor(byte[] key, int from, int to, int slot) {
        int low = 0;
        int high = separators.length - 1;
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (separators[middle].compareTo(key, from, to, slot) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public Parts with(KeyBatch.Sorted batch, int from, int to) {
        int child = childFor(batch.bytes(), batch.start(from), batch.end(from), batch.slot(from));
        int end = endOfChild(batch, from, to, child);
        if (end == to) {
            final Parts parts = children[child].with(batch, from, to);
            if (parts.nodes().size() == 1) {
                return Parts.of(with(child, parts.nodes().get(0)));
            }
            return rebuilt(child, child + 1, parts.nodes(), parts.separators());
        }
        final int firstChild = child;
        final List<KeyNode> nodes = new ArrayList<>();
        final List<Separator> between = new ArrayList<>();
        int change = from;
        while (change < to) {
            final int wanted =
                    childFor(
                            batch.bytes(),
                            batch.start(change),
                            batch.end(change),
                            batch.slot(change));
            for (; child < wanted; child++) {
                nodes.add(children[child]);
                between.add(separators[child]);
            }
            end = endOfChild(batch, change, to, child);
            final Parts parts = children[child].with(batch, change, end);
            for (int i = 0; i < parts.nodes().size(); i++) {
                nodes.add(parts.nodes().get(i));
                between.add(i == 0 ? separators[child] : parts.separators().get(i));
            }
            child++;
            change = end;
        }
        return rebuilt(firstChild, child, nodes, between);
    }

    /** The first change from {@code from} on that is beyond a child. */
    private int endOfChild(KeyBatch.Sorted batch, int from, int to, int child) {
        if (child + 1 == separators.length) {
            return to;
        }
        final Separator next = separators[child + 1];
        int low = from + 1;
        int high = to;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (batch.compare(middle, next.key(), next.slot()) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private KeyBranch with(int at, KeyNode child) {
        final KeyNode[] changed = children.clone();
        changed[at] = child;
        final int[] changedSizes = sizes.clone();
        final int more = child.size() - children[at].size();
        for (int i = at; i < changedSizes.length; i++) {
            changedSizes[i] += more;
        }
        return new KeyBranch(
                changed,
                separators,
                changedSizes,
                memoryBytes + child.memoryBytes() - children[at].memoryBytes());
    }

    /** With the nodes from {@code first} to before {@code end} replaced. */
    private Parts rebuilt(int first, int end, List<KeyNode> nodes, List<Separator> between) {
        final List<KeyNode> all = new ArrayList<>(children.length + nodes.size());
        final List<Separator> allBetween = new ArrayList<>(children.length + nodes.size());
        for (int i = 0; i < first; i++) {
            all.add(children[i]);
            allBetween.add(separators[i]);
        }
        for (int i = 0; i < nodes.size(); i++) {
            all.add(nodes.get(i));
            allBetween.add(i == 0 ? separators[first] : between.get(i));
        }
        for (int i = end; i < children.length; i++) {
            all.add(children[i]);
            allBetween.add(separators[i]);
        }
        return all.isEmpty() ? Parts.none() : over(all, allBetween, end == children.length);
    }
}
