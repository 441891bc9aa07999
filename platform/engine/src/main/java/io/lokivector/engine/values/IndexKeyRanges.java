package io.lokivector.engine.values;

import io.lokivector.engine.query.KeyWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tests of the first fields of an index demand of its keys; immutable.
 *
 * @param ranges of keys as they are in the index, in order, and apart from each other
 * @param bounds the ranges in words
 * @param fieldsUsed how many fields were worth looking at
 * @param isExact whether no keys are in the ranges but those of values in the demanded ranges
 */
public record IndexKeyRanges(
        List<KeyRanges.Range> ranges, List<String> bounds, int fieldsUsed, boolean isExact) {
    /** Into so many ranges a demand is taken apart before a field is given up. */
    private static final int RANGES_MAX = 2_000;

    /** What may follow where nothing is demanded, which is more than values. */
    private static final KeyRanges ANYTHING =
            new KeyRanges(
                    List.of(
                            new KeyRanges.Range(
                                    new byte[] {KeyWriter.NOT_A_NUMBER},
                                    new byte[] {(byte) KeyWriter.AFTER})),
                    true);

    /** Keeps copies of the lists. */
    public IndexKeyRanges {
        ranges = List.copyOf(ranges);
        bounds = List.copyOf(bounds);
    }

    /**
     * The ranges of an index.
     *
     * @param demanded of the first fields, at least one
     * @return null if the index does not help
     */
    public static @Nullable IndexKeyRanges of(IndexShape shape, List<TestRanges> demanded) {
        return shape.isHashed() ? hashed(shape, demanded) : ordered(shape, demanded);
    }

    /** How many keys of a tree are in the ranges. */
    public long count(KeyTree tree) {
        long count = 0;
        for (final KeyRanges.Range range : ranges) {
            count += tree.rank(range.to()) - tree.rank(range.from());
        }
        return count;
    }

    private static @Nullable IndexKeyRanges hashed(IndexShape shape, List<TestRanges> demanded) {
        if (demanded.size() < shape.fields().size()) {
            return null;
        }
        List<byte[]> points = List.of(new byte[0]);
        for (final TestRanges ofField : demanded) {
            if (!ofField.ranges().isPoints() || isTooMany(points, ofField.ranges())) {
                return null;
            }
            points = extended(points, ofField.ranges());
        }
        final List<KeyRanges.Range> ranges = new ArrayList<>();
        for (final byte[] point : points) {
            final byte[] hash = IndexShape.hash(point);
            ranges.add(new KeyRanges.Range(hash, Arrays.copyOf(hash, hash.length + 1)));
        }
        return new IndexKeyRanges(
                apart(ranges),
                KeyWords.of(points.stream().map(IndexKeyRanges::point).toList()),
                demanded.size(),
                false);
    }

    private static IndexKeyRanges ordered(IndexShape shape, List<TestRanges> demanded) {
        List<byte[]> beginnings = List.of(new byte[0]);
        int used = 0;
        while (used < demanded.size()
                && demanded.get(used).ranges().isPoints()
                && !isTooMany(beginnings, demanded.get(used).ranges())) {
            beginnings = extended(beginnings, demanded.get(used).ranges());
            used++;
        }
        final List<KeyRanges.Range> ranges = new ArrayList<>();
        if (used == shape.fields().size()) {
            beginnings.forEach(beginning -> ranges.add(point(beginning)));
        } else {
            // What follows a value is another one, so nothing may be in the way where it ends.
            final boolean isLast = used == shape.fields().size() - 1;
            KeyRanges next = ANYTHING;
            if (used < demanded.size()
                    && (isLast || demanded.get(used).ranges().isAligned())
                    && !isTooMany(beginnings, demanded.get(used).ranges())) {
                next = demanded.get(used).ranges();
                used++;
            }
            for (final byte[] beginning : beginnings) {
                for (final KeyRanges.Range range : next.ranges()) {
                    ranges.add(
                            new KeyRanges.Range(
                                    joined(beginning, range.from()),
                                    joined(beginning, range.to())));
                }
            }
        }
        final List<KeyRanges.Range> cut = ranges.stream().map(IndexKeyRanges::cut).toList();
        final boolean isCut =
                ranges.stream().anyMatch(range -> isLong(range.from()) || isLong(range.to()));
        return new IndexKeyRanges(apart(cut), KeyWords.of(ranges), used, !isCut);
    }

    private static boolean isTooMany(List<byte[]> beginnings, KeyRanges next) {
        return (long) beginnings.size() * next.ranges().size() > RANGES_MAX
                && beginnings.size() > 1;
    }

    private static List<byte[]> extended(List<byte[]> beginnings, KeyRanges points) {
        final List<byte[]> extended = new ArrayList<>();
        for (final byte[] beginning : beginnings) {
            for (final KeyRanges.Range point : points.ranges()) {
                extended.add(joined(beginning, point.from()));
            }
        }
        return extended;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        final byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static KeyRanges.Range point(byte[] key) {
        return new KeyRanges.Range(key, Arrays.copyOf(key, key.length + 1));
    }

    private static boolean isLong(byte[] bound) {
        return bound.length > KeyTree.KEY_BYTES_MAX;
    }

    /** Long keys are cut off, so those that begin alike cannot be told apart. */
    private static KeyRanges.Range cut(KeyRanges.Range range) {
        final byte[] from =
                isLong(range.from())
                        ? Arrays.copyOf(range.from(), KeyTree.KEY_BYTES_MAX)
                        : range.from();
        byte[] to = range.to();
        if (isLong(to)) {
            to = Arrays.copyOf(to, KeyTree.KEY_BYTES_MAX + 1);
            to[KeyTree.KEY_BYTES_MAX] = (byte) KeyWriter.AFTER;
        }
        return new KeyRanges.Range(from, to);
    }

    /** In order, with those joined that overlap. */
    private static List<KeyRanges.Range> apart(List<KeyRanges.Range> ranges) {
        return KeyRanges.NONE.or(new KeyRanges(ranges, false)).ranges();
    }
}
