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
 * a time; negated where the order descends. Immutable, for any number of threads.
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
    public int keys() {
        return keys.size();
    }

    /** A block that has the columns which this needs. */
    public DocumentBlock block(FieldNames names, DocumentMaps maps, ScannedFields scanned) {
        return new DocumentBlock(
                names, paths.stream().map(FieldPath::names).toList(), maps, scanned);
    }

    /**
     * Makes the codes of one key.
     *
     * @param block made by {@link #block}, and showing the rows
     * @param rows a bit for each row to make a code of
     * @param codes where to put them, by row
     */
    public void make(DocumentBlock block, int key, long rows, long[] codes) {
        SortKey sorted = keys.get(key);
        FieldPath path = sorted.path();
        boolean isMeta = path.segment(0).name().equals("meta");
        int field = paths.indexOf(path);
        for (long rest = rows; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            boolean isPlain = !isMeta && block.column(field).kinds()[row] != FieldColumn.COMPOSITE;
            long code =
                    isPlain ? code(block, field, row) : OrderCode.of(path.follow(block.map(row)));
            codes[row] = sorted.descending() ? ~code : code;
        }
    }

    private static long code(DocumentBlock block, int field, int row) {
        FieldColumn column = block.column(field);
        long value = column.values()[row];
        return switch (column.kinds()[row]) {
            case FieldColumn.MISSING, FieldColumn.NULL -> OrderCode.NOTHING;
            case FieldColumn.FALSE -> OrderCode.FALSE;
            case FieldColumn.TRUE -> OrderCode.TRUE;
            case FieldColumn.WHOLE -> OrderCode.ofNumber(value);
            case FieldColumn.DOUBLE -> OrderCode.ofNumber(Double.longBitsToDouble(value));
            case FieldColumn.TEXT -> {
                byte[] body = block.body(row);
                int at = EncodedText.at(value);
                yield TextRangeTest.isPlain(body, value)
                        ? OrderCode.ofText(
                                body, EncodedText.start(body, at), EncodedText.length(body, at))
                        : OrderCode.of(block.value(field, row));
            }
            default -> OrderCode.of(block.value(field, row));
        };
    }

    /** Whether documents that have this code under a key rank alike under it. */
    boolean isExact(int key, long code) {
        return OrderCode.isExact(keys.get(key).descending() ? ~code : code);
    }

    /** What a document is sorted by. */
    @Nullable Object value(int key, Map<String, ? extends @Nullable Object> document) {
        return keys.get(key).path().follow(document);
    }

    boolean descends(int key) {
        return keys.get(key).descending();
    }
}
