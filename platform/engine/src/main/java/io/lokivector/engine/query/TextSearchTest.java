package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.EncodedText;
import io.lokivector.engine.document.FieldColumn;
import io.lokivector.engine.query.regex.PatternTooCostlyException;
import io.lokivector.engine.query.regex.ScriptPattern;
import java.nio.charset.StandardCharsets;

/**
 * Passes texts in which something occurs, looking at their bytes.
 *
 * @param general the same test, for values that are no text
 */
record TextSearchTest(BytesTest search, ColumnTest general) implements ColumnTest {
    private static final int COST = 40;

    /** A test of a text in UTF-8. */
    @FunctionalInterface
    interface BytesTest {
        boolean passes(byte[] bytes, int from, int to);
    }

    /** A test whether a pattern matches somewhere. */
    static TextSearchTest of(ScriptPattern pattern, ColumnTest general) {
        return new TextSearchTest(
                (bytes, from, to) -> {
                    try {
                        return pattern.find(bytes, from, to);
                    } catch (PatternTooCostlyException costly) {
                        throw BadRequest.at("$regex " + pattern, costly.problem());
                    }
                },
                general);
    }

    /** A test whether a text has this part, which {@linkplain TextRangeTest#isStorable is one}. */
    static TextSearchTest of(String part, ColumnTest general) {
        byte[] wanted = part.getBytes(StandardCharsets.UTF_8);
        return new TextSearchTest(
                (bytes, from, to) -> EncodedText.contains(bytes, from, to, wanted), general);
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
                int at = EncodedText.at(values[row]);
                int from = EncodedText.start(body, at);
                if (search.passes(body, from, from + EncodedText.length(body, at))) {
                    passing |= bit;
                }
            } else {
                others |= bit;
            }
        }
        return others == 0 ? passing : passing | general.passing(block, field, others);
    }

    @Override
    public int cost() {
        return COST;
    }
}
