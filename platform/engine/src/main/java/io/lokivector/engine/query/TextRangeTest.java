package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.EncodedText;
import io.lokivector.engine.document.FieldColumn;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Passes texts of a range in {@link RankOrder}, where neither they nor its bounds stand for
 * numbers.
 */
final class TextRangeTest implements ColumnTest {
    private static final int COST = 12;

    private final byte @Nullable [] low;
    private final byte @Nullable [] high;
    private final boolean takesLow;
    private final boolean takesHigh;
    private final ColumnTest general;

    private TextRangeTest(
            @Nullable String low,
            boolean takesLow,
            @Nullable String high,
            boolean takesHigh,
            ColumnTest general) {
        this.low = low == null ? null : low.getBytes(StandardCharsets.UTF_8);
        this.takesLow = takesLow;
        this.high = high == null ? null : high.getBytes(StandardCharsets.UTF_8);
        this.takesHigh = takesHigh;
        this.general = general;
    }

    /** A test of one comparison; the operand is {@linkplain #isPlain(String) plain}. */
    static TextRangeTest of(Comparison comparison, String operand, ColumnTest general) {
        return switch (comparison) {
            case EQUAL -> between(operand, operand, general);
            case GREATER -> new TextRangeTest(operand, false, null, false, general);
            case GREATER_OR_EQUAL -> new TextRangeTest(operand, true, null, false, general);
            case LESS -> new TextRangeTest(null, false, operand, false, general);
            case LESS_OR_EQUAL -> new TextRangeTest(null, false, operand, true, general);
        };
    }

    /** A test of two bounds, both included and {@linkplain #isPlain(String) plain}. */
    static TextRangeTest between(String low, String high, ColumnTest general) {
        return new TextRangeTest(low, true, high, true, general);
    }

    /** Whether a text begins like no number ("Infinity" is one), and can be in a document. */
    static boolean isPlain(String text) {
        return beginsLikeNoNumber(text) && isStorable(text);
    }

    /** Whether a text begins with a letter, but not with that of "Infinity". */
    static boolean beginsLikeNoNumber(String text) {
        return !text.isEmpty() && text.charAt(0) < 128 && isPlain((byte) text.charAt(0));
    }

    /** Whether a text has a form in UTF-8: no half of a surrogate pair. */
    static boolean isStorable(String text) {
        return text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))
                || text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    /** Whether a text in a document begins like no number. */
    static boolean isPlain(byte[] body, long columnValue) {
        int at = EncodedText.at(columnValue);
        return body[at] != 0 && isPlain(body[EncodedText.start(body, at)]);
    }

    private static boolean isPlain(byte first) {
        return first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' && first != 'I';
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
                byte[] body = block.body(row);
                if (!isPlain(body, values[row])) {
                    others |= bit;
                } else if (isWithin(body, EncodedText.at(values[row]))) {
                    passing |= bit;
                }
            } else {
                others |= bit;
            }
        }
        return others == 0 ? passing : passing | general.passing(block, field, others);
    }

    private boolean isWithin(byte[] body, int at) {
        if (low != null) {
            int order = EncodedText.compare(body, at, low);
            if (order < 0 || order == 0 && !takesLow) {
                return false;
            }
        }
        if (high != null) {
            int order = EncodedText.compare(body, at, high);
            return order < 0 || order == 0 && takesHigh;
        }
        return true;
    }

    @Override
    public int cost() {
        return COST;
    }
}
