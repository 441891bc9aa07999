package io.lokivector.storage.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keys in order, packed into one array, with the locations of their values. */
final class KeyLeaf implements KeyNode {
    static final KeyLeaf EMPTY = new KeyLeaf(new byte[0], new int[0], new int[0]);
    private static final int FIELDS = 3;

    private final byte[] keys;

    /** Where each key ends in {@link #keys}. */
    private final int[] ends;

    /** Segment, offset and length of each value. */
    private final int[] locations;

    private KeyLeaf(byte[] keys, int[] ends, int[] locations) {
        this.keys = keys;
        this.ends = ends;
        this.locations = locations;
    }

    /** A leaf of {@code count} keys that are in order. */
    static KeyLeaf of(byte[][] sorted, Location[] values, int count) {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += sorted[i].length;
        }
        final byte[] keys = new byte[bytes];
        final int[] ends = new int[count];
        final int[] locations = new int[count * FIELDS];
        int end = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(sorted[i], 0, keys, end, sorted[i].length);
            end += sorted[i].length;
            ends[i] = end;
            set(locations, i, values[i]);
        }
        return new KeyLeaf(keys, ends, locations);
    }

    private static void set(int[] locations, int index, Location location) {
        locations[index * FIELDS] = location.segment();
        locations[index * FIELDS + 1] = location.offset();
        locations[index * FIELDS + 2] = location.length();
    }

    @Override
    public int count() {
        return ends.length;
    }

    byte[] key(int index) {
        return Arrays.copyOfRange(keys, start(index), ends[index]);
    }

    Location location(int index) {
        return new Location(
                locations[index * FIELDS],
                locations[index * FIELDS + 1],
                locations[index * FIELDS + 2]);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The index of the key, or {@code -(insertion point) - 1}. */
    int search(byte[] key) {
        int low = 0;
        int high = ends.length - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            final int order =
                    Arrays.compareUnsigned(keys, start(middle), ends[middle], key, 0, key.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    @Override
    public @Nullable Location find(byte[] key) {
        final int index = search(key);
        return index < 0 ? null : location(index);
    }

    @Override
    public Grown with(byte[] key, Location location) {
        final int index = search(key);
        if (index >= 0) {
            final int[] changed = locations.clone();
            set(changed, index, location);
            return Grown.whole(new KeyLeaf(keys, ends, changed));
        }
        final KeyLeaf grown = insert(-index - 1, key, location);
        if (grown.count() <= MAX) {
            return Grown.whole(grown);
        }
        // Keys that only ever grow would leave half-full leaves behind: split those at the end.
        final int at = -index - 1 == MAX ? MAX : MAX / 2;
        final KeyLeaf right = grown.slice(at, grown.count());
        return new Grown(grown.slice(0, at), right.key(0), right);
    }

    private KeyLeaf insert(int index, byte[] key, Location location) {
        final int at = start(index);
        final byte[] newKeys = new byte[keys.length + key.length];
        System.arraycopy(keys, 0, newKeys, 0, at);
        System.arraycopy(key, 0, newKeys, at, key.length);
        System.arraycopy(keys, at, newKeys, at + key.length, keys.length - at);
        final int count = ends.length;
        final int[] newEnds = new int[count + 1];
        System.arraycopy(ends, 0, newEnds, 0, index);
        newEnds[index] = at + key.length;
        for (int i = index; i < count; i++) {
            newEnds[i + 1] = ends[i] + key.length;
        }
        final int[] newLocations = new int[locations.length + FIELDS];
        System.arraycopy(locations, 0, newLocations, 0, index * FIELDS);
        set(newLocations, index, location);
        System.arraycopy(
                locations,
                index * FIELDS,
                newLocations,
                (index + 1) * FIELDS,
                (count - index) * FIELDS);
        return new KeyLeaf(newKeys, newEnds, newLocations);
    }

    private KeyLeaf slice(int from, int to) {
        final int start = start(from);
        final int[] newEnds = new int[to - from];
        for (int i = from; i < to; i++) {
            newEnds[i - from] = ends[i] - start;
        }
        return new KeyLeaf(
                Arrays.copyOfRange(keys, start, to == from ? start : ends[to - 1]),
                newEnds,
                Arrays.copyOfRange(locations, from * FIELDS, to * FIELDS));
    }

    @Override
    public KeyLeaf without(byte[] key) {
        final int index = search(key);
        return index < 0 ? this : slice(0, index).join(slice(index + 1, count()));
    }

    /** This leaf's entries and then those of {@code right}. */
    KeyLeaf join(KeyLeaf right) {
        final byte[] newKeys = Arrays.copyOf(keys, keys.length + right.keys.length);
        System.arraycopy(right.keys, 0, newKeys, keys.length, right.keys.length);
        final int[] newEnds = Arrays.copyOf(ends, ends.length + right.ends.length);
        for (int i = 0; i < right.ends.length; i++) {
            newEnds[ends.length + i] = right.ends[i] + keys.length;
        }
        final int[] newLocations =
                Arrays.copyOf(locations, locations.length + right.locations.length);
        System.arraycopy(
                right.locations, 0, newLocations, locations.length, right.locations.length);
        return new KeyLeaf(newKeys, newEnds, newLocations);
    }
}
