package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.EncodedText;
import io.lokivector.engine.document.FieldColumn;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@linkplain OrderCode codes} of the properties that documents are sorted by, a block at
 * a time: two for each property, complemented where the order descends. Immutable, for any number
 * of threads.
 */
public final class SortCodes {
    private final List<SortKey> keys;
    private final List<FieldPath> paths;

    /** The codes for an order. */
    public SortCodes(DocumentOrder order) {
        this.keys = order.keys();
        this.paths = keys.stream().map(SortKey::path).distinct().toList();
    }

    /** How many codes a document has. */
    public int count() {
        return 2 * keys.size();
    }

    /** A block that has the columns which this needs. */
    public DocumentBlock block(FieldNames names, DocumentMaps maps, ScannedFields scanned) {
        return new DocumentBlock(
                names, paths.stream().map(FieldPath::names).toList(), maps, scanned);
    }

    /**
     * Makes one code of each of some documents.
     *
     * @param block made by {@link #block}, and showing the rows
     * @param number which of the codes, from 0
     * @param rows a bit for each row to make a code of
     * @param codes where to put them, by row
     */
    public void make(DocumentBlock block, int number, long rows, long[] codes) {
        SortKey sorted = keys.get(number / 2);
        boolean isSecond = number % 2 == 1;
        FieldPath path = sorted.path();
        boolean isMeta = path.segment(0).name().equals("meta");
        int field = paths.indexOf(path);
        for (long rest = rows; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            boolean isPlain = !isMeta && block.column(field).kinds()[row] != FieldColumn.COMPOSITE;
            long code =
                    isPlain
                            ? code(block, field, row, isSecond)
                            : of(path.follow(block.map(row)), isSecond);
            codes[row] = sorted.descending() ? ~code : code;
        }
    }

    private static long of(@Nullable Object value, boolean isSecond) {
        return isSecond ? OrderCode.second(value) : OrderCode.of(value);
    }

    private static long ofNumber(double number, boolean isSecond) {
        return isSecond ? OrderCode.secondOfNumber(number) : OrderCode.ofNumber(number);
    }

    private static long code(DocumentBlock block, int field, int row, boolean isSecond) {
        FieldColumn column = block.column(field);
        long value = column.values()[row];
        return switch (column.kinds()[row]) {
            case FieldColumn.MISSING, FieldColumn.NULL -> of(null, isSecond);
            case FieldColumn.FALSE -> of(false, isSecond);
            case FieldColumn.TRUE -> of(true, isSecond);
            case FieldColumn.WHOLE -> ofNumber(value, isSecond);
            case FieldColumn.DOUBLE -> ofNumber(Double.longBitsToDouble(value), isSecond);
            default -> {
                byte[] body = block.body(row);
                if (!TextRangeTest.isPlain(body, value)) {
                    yield of(block.value(field, row), isSecond);
                }
                int at = EncodedText.at(value);
                int start = EncodedText.start(body, at);
                int length = EncodedText.length(body, at);
                yield isSecond
                        ? OrderCode.secondOfText(body, start, length)
                        : OrderCode.ofText(body, start, length);
            }
        };
    }

    /** Whether documents of which all codes up to this one are equal rank alike, so far. */
    boolean isExact(int number, long code) {
        return number % 2 == 0 || OrderCode.isExact(descends(number) ? ~code : code);
    }

    /** The value that a code was made of. */
    @Nullable Object value(int number, Map<String, ? extends @Nullable Object> document) {
        return keys.get(number / 2).path().follow(document);
    }

    boolean descends(int number) {
        return keys.get(number / 2).descending();
    }
}
