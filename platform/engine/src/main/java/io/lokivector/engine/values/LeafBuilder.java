package io.lokivector.engine.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes entries in order and makes leaves of them; for one thread. */
final class LeafBuilder {
    private byte[] bytes = new byte[1_024];
    private int[] ends = new int[KeyLeaf.WIDTH + 1];
    private int[] slots = new int[KeyLeaf.WIDTH + 1];
    private int count;

    /** Takes an entry whose key is in two pieces. */
    void add(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo, int slot) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            slots = Arrays.copyOf(slots, 2 * count);
        }
        final int from = start(count);
        final int end = from + (aTo - aFrom) + (bTo - bFrom);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * end));
        }
        System.arraycopy(a, aFrom, bytes, from, aTo - aFrom);
        System.arraycopy(b, bFrom, bytes, from + aTo - aFrom, bTo - bFrom);
        ends[count] = end;
        slots[count] = slot;
        count++;
    }

    private int start(int at) {
        return at == 0 ? 0 : ends[at - 1];
    }

    /**
     * The leaves.
     *
     * @param isAppended whether the last entries are new: then more are likely to follow, and the
     *     leaves before them are filled; else all get the same share
     */
    Parts leaves(boolean isAppended) {
        if (count <= KeyLeaf.WIDTH) {
            return count == 0 ? Parts.none() : Parts.of(leaf(0, count));
        }
        final int leaves = (count + KeyLeaf.WIDTH - 1) / KeyLeaf.WIDTH;
        final List<KeyNode> nodes = new ArrayList<>(leaves);
        final List<Separator> separators = new ArrayList<>(leaves);
        int from = 0;
        for (int i = 0; i < leaves; i++) {
            final int to =
                    isAppended
                            ? Math.min(from + KeyLeaf.WIDTH, count)
                            : (int) ((long) count * (i + 1) / leaves);
            nodes.add(leaf(from, to));
            separators.add(from == 0 ? Separator.LOWEST : separator(from));
            from = to;
        }
        return new Parts(nodes, separators);
    }

    /** The shortest that divides an entry from the one before. */
    private Separator separator(int at) {
        final int start = start(at);
        final int differs =
                Arrays.mismatch(bytes, start(at - 1), ends[at - 1], bytes, start, ends[at]);
        return differs < 0
                ? new Separator(Arrays.copyOfRange(bytes, start, ends[at]), slots[at])
                : new Separator(Arrays.copyOfRange(bytes, start, start + differs + 1), -1);
    }

    private KeyLeaf leaf(int from, int to) {
        final int first = start(from);
        final int last = start(to - 1);
        final int differs = Arrays.mismatch(bytes, first, ends[from], bytes, last, ends[to - 1]);
        final int prefix = differs < 0 ? ends[from] - first : differs;
        final int stride = ends[from] - first - prefix;
        boolean isUniform = true;
        int length = prefix;
        for (int i = from; i < to; i++) {
            final int rest = ends[i] - start(i) - prefix;
            isUniform &= rest == stride;
            length += rest;
        }
        final byte[] packed = new byte[length];
        System.arraycopy(bytes, first, packed, 0, prefix);
        final char @Nullable [] packedEnds = isUniform ? null : new char[to - from];
        int at = prefix;
        for (int i = from; i < to; i++) {
            final int rest = start(i) + prefix;
            System.arraycopy(bytes, rest, packed, at, ends[i] - rest);
            at += ends[i] - rest;
            if (packedEnds != null) {
                packedEnds[i - from] = (char) at;
            }
        }
        return new KeyLeaf(
                packed,
                prefix,
                packedEnds,
                isUniform ? stride : 0,
                Arrays.copyOfRange(slots, from, to));
    }
}
