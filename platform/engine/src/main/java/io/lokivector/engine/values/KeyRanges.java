package io.lokivector.engine.values;

import io.lokivector.engine.query.KeyWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of values, as ranges of what {@link KeyWriter} makes of them; immutable.
 *
 * @param ranges in order, and apart from each other
 * @param isAligned whether values that rank alike are in it together
 */
public record KeyRanges(List<Range> ranges, boolean isAligned) {
    /** Every value. */
    public static final KeyRanges ALL =
            new KeyRanges(
                    List.of(
                            new Range(
                                    new byte[] {KeyWriter.NOT_A_NUMBER},
                                    new byte[] {KeyWriter.NO_VALUE})),
                    true);

    /** No value. */
    public static final KeyRanges NONE = new KeyRanges(List.of(), true);

    /** Keeps a copy of the list. */
    public KeyRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * The keys from one to before another.
     *
     * @param from the lowest that may be in it
     * @param to the lowest that is beyond it
     */
    @SuppressWarnings("ArrayRecordComponent") // not changed once made
    public record Range(byte[] from, byte[] to) {
        /** Whether it holds one key alone. */
        boolean isPoint() {
            return to.length == from.length + 1
                    && to[from.length] == 0
                    && Arrays.equals(from, 0, from.length, to, 0, from.length);
        }
    }

    /** The values that equal one strictly. */
    public static KeyRanges equalTo(@Nullable Object value) {
        final KeyWriter writer = new KeyWriter().value(value);
        return of(writer.toBytes(), writer.octet(0).toBytes(), false);
    }

    /** The values that rank like one. */
    public static KeyRanges rankedLike(@Nullable Object value) {
        return of(before(value), after(value), true);
    }

    /** The values that rank before one. */
    public static KeyRanges below(@Nullable Object value, boolean inclusive) {
        return of(lowest(), inclusive ? after(value) : before(value), true);
    }

    /** The values that rank after one. */
    public static KeyRanges above(@Nullable Object value, boolean inclusive) {
        return of(inclusive ? before(value) : after(value), highest(), true);
    }

    /** The values of some classes of ranks. */
    public static KeyRanges classes(int first, int last) {
        return of(new byte[] {(byte) first}, new byte[] {(byte) (last + 1)}, true);
    }

    /** The texts that begin with another and stand for no number; lists whose text does, too. */
    public static KeyRanges textsBeginning(String beginning) {
        final KeyWriter writer = new KeyWriter().octet(KeyWriter.TEXT).units(beginning);
        return of(writer.toBytes(), writer.octet(KeyWriter.AFTER).toBytes(), true);
    }

    private static KeyRanges of(byte[] from, byte[] to, boolean isAligned) {
        return Arrays.compareUnsigned(from, to) < 0
                ? new KeyRanges(List.of(new Range(from, to)), isAligned)
                : NONE;
    }

    private static byte[] before(@Nullable Object value) {
        return new KeyWriter().rank(value).toBytes();
    }

    private static byte[] after(@Nullable Object value) {
        return new KeyWriter().rank(value).octet(KeyWriter.AFTER).toBytes();
    }

    private static byte[] lowest() {
        return ALL.ranges.get(0).from;
    }

    private static byte[] highest() {
        return ALL.ranges.get(0).to;
    }

    /** Whether it holds every value. */
    public boolean isAll() {
        return ranges.size() == 1
                && Arrays.equals(ranges.get(0).from, lowest())
                && Arrays.equals(ranges.get(0).to, highest());
    }

    /** Whether it is a list of single values. */
    boolean isPoints() {
        return ranges.stream().allMatch(Range::isPoint);
    }

    /** The values in this or another. */
    public KeyRanges or(KeyRanges other) {
        final List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        all.sort((a, b) -> Arrays.compareUnsigned(a.from, b.from));
        final List<Range> merged = new ArrayList<>();
        for (final Range range : all) {
            final @Nullable Range last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && Arrays.compareUnsigned(range.from, last.to) <= 0) {
                if (Arrays.compareUnsigned(range.to, last.to) > 0) {
                    merged.set(merged.size() - 1, new Range(last.from, range.to));
                }
            } else {
                merged.add(range);
            }
        }
        return new KeyRanges(merged, isAligned && other.isAligned);
    }

    /** The values in both. */
    public KeyRanges and(KeyRanges other) {
        final List<Range> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            final Range a = ranges.get(i);
            final Range b = other.ranges.get(j);
            final byte[] from = Arrays.compareUnsigned(a.from, b.from) >= 0 ? a.from : b.from;
            final boolean aEnds = Arrays.compareUnsigned(a.to, b.to) <= 0;
            final byte[] to = aEnds ? a.to : b.to;
            if (Arrays.compareUnsigned(from, to) < 0) {
                common.add(new Range(from, to));
            }
            if (aEnds) {
                i++;
            } else {
                j++;
            }
        }
        return new KeyRanges(common, isAligned && other.isAligned);
    }

    /** All other values. */
    public KeyRanges not() {
        final List<Range> others = new ArrayList<>();
        byte[] from = lowest();
        for (final Range range : ranges) {
            if (Arrays.compareUnsigned(from, range.from) < 0) {
                others.add(new Range(from, range.from));
            }
            from = range.to;
        }
        if (Arrays.compareUnsigned(from, highest()) < 0) {
            others.add(new Range(from, highest()));
        }
        return new KeyRanges(others, isAligned);
    }
}
