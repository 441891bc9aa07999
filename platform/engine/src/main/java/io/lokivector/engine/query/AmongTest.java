package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.EncodedText;
import io.lokivector.engine.document.FieldColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes values that equal one of several. */
final class AmongTest implements ColumnTest {
    private static final int COST = 4;

    /** The texts, ascending by their fingerprints. */
    private final byte[][] texts;

    private final int[] fingerprints;

    /** The whole numbers, ascending. */
    private final long[] wholes;

    /** Whether a whole number may also equal a double. */
    private final boolean hasDoubles;

    private final ColumnTest general;

    private AmongTest(byte[][] texts, long[] wholes, boolean hasDoubles, ColumnTest general) {
        this.texts = texts;
        this.fingerprints = new int[texts.length];
        Arrays.setAll(fingerprints, i -> fingerprint(texts[i]));
        this.wholes = wholes;
        this.hasDoubles = hasDoubles;
        this.general = general;
    }

    /** A test of operands, with the same test for values that are neither text nor whole. */
    static AmongTest of(List<? extends @Nullable Object> operands, ColumnTest general) {
        byte[][] texts =
                operands.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .filter(TextRangeTest::isStorable)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .sorted(Comparator.comparingInt(AmongTest::fingerprint))
                        .toArray(byte[][]::new);
        long[] wholes =
                operands.stream()
                        .filter(Long.class::isInstance)
                        .mapToLong(Long.class::cast)
                        .sorted()
                        .toArray();
        return new AmongTest(
                texts, wholes, operands.stream().anyMatch(Double.class::isInstance), general);
    }

    private static int fingerprint(byte[] text) {
        return EncodedText.fingerprint(text, 0, text.length);
    }

    @Override
    public long passing(DocumentBlock block, int field, long candidates) {
        FieldColumn column = block.column(field);
        byte[] kinds = column.kinds();
        long[] values = column.values();
        long passing = 0;
        long others = 0;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            long bit = 1L << row;
            if (kinds[row] == FieldColumn.TEXT) {
                if (isAmong(block, row, values[row])) {
                    passing |= bit;
                }
            } else if (kinds[row] == FieldColumn.WHOLE && !hasDoubles) {
                if (Arrays.binarySearch(wholes, values[row]) >= 0) {
                    passing |= bit;
                }
            } else {
                others |= bit;
            }
        }
        return others == 0 ? passing : passing | general.passing(block, field, others);
    }

    private boolean isAmong(DocumentBlock block, int row, long text) {
        int wanted = EncodedText.fingerprint(text);
        int first = firstOf(wanted);
        for (int i = first; i < fingerprints.length && fingerprints[i] == wanted; i++) {
            if (EncodedText.isEqual(block.body(row), EncodedText.at(text), texts[i])) {
                return true;
            }
        }
        return false;
    }

    /** Where the first text of a fingerprint would be. */
    private int firstOf(int fingerprint) {
        int from = 0;
        int to = fingerprints.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (fingerprints[middle] < fingerprint) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public int cost() {
        return COST;
    }
}
