package io.lokivector.engine.document;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A window on up to 64 neighbouring documents, one row each, with some of their fields as columns;
 * moved from block to block, by one thread.
 *
 * <p>One walk over the bytes of a document fills the rows of all columns. Columns of fields that
 * are scanned again and again are kept with the block, and then the documents are not looked at.
 */
public final class DocumentBlock {
    /** How many rows there are: as many as a long has bits. */
    public static final int ROWS = 64;

    /** The field that is no field of the document but its id. */
    private static final String ID = "$loki";

    private final FieldNames names;
    private final String[] fields;
    private final DocumentMaps maps;
    private final ScannedFields scanned;

    private final int[] numbers;
    private int[] fieldByNumber = {};
    private int namesKnown = -1;

    private final FieldColumn[] own;
    private final @Nullable FieldColumn[] columns;
    private final int[] filledRow;
    private int toFill;

    private IntFunction<@Nullable StoredDocument> documents = _ -> null;
    private long firstId;
    private int idStep;

    /**
     * A window that shows nothing yet.
     *
     * @param fields the fields that are columns, by their names
     * @param scanned which columns are worth keeping
     */
    public DocumentBlock(
            FieldNames names, List<String> fields, DocumentMaps maps, ScannedFields scanned) {
        this.names = names;
        this.fields = fields.toArray(String[]::new);
        this.maps = maps;
        this.scanned = scanned;
        this.numbers = new int[this.fields.length];
        this.own = new FieldColumn[this.fields.length];
        Arrays.setAll(own, _ -> new FieldColumn());
        this.columns = new @Nullable FieldColumn[this.fields.length];
        this.filledRow = new int[this.fields.length];
    }

    /** Notes that all documents will be looked at by these fields. */
    public void noteScan() {
        findNumbers();
        scanned.note(numbers);
    }

    /**
     * Shows other documents.
     *
     * @param documents by row
     * @param firstId the {@code $loki} of row 0
     * @param idStep the difference between the ids of neighbouring rows
     * @param shelf where columns of these documents are kept, if they are
     * @param rows a bit for each row that will be asked for; there are documents at all of them
     */
    public void show(
            IntFunction<@Nullable StoredDocument> documents,
            long firstId,
            int idStep,
            @Nullable ColumnShelf shelf,
            long rows) {
        this.documents = documents;
        this.firstId = firstId;
        this.idStep = idStep;
        findNumbers();
        toFill = 0;
        for (int field = 0; field < fields.length; field++) {
            columns[field] = shelf == null ? null : shelf.find(numbers[field]);
            if (columns[field] == null) {
                own[field].clear();
                if (fields[field].equals(ID)) {
                    columns[field] = ids(own[field], rows);
                } else {
                    toFill++;
                }
            }
        }
        if (toFill > 0) {
            fill(rows);
            takeOver(rows, shelf);
        }
    }

    private FieldColumn ids(FieldColumn column, long rows) {
        for (long rest = rows; rest != 0; rest &= rest - 1) {
            final int row = Long.numberOfTrailingZeros(rest);
            column.set(row, FieldColumn.WHOLE, id(row));
        }
        return column;
    }

    /** Names may have got numbers since the last block. */
    private void findNumbers() {
        final int known = names.size();
        if (known == namesKnown) {
            return;
        }
        int largest = 0;
        for (int field = 0; field < fields.length; field++) {
            numbers[field] = names.find(fields[field]);
            largest = Math.max(largest, numbers[field]);
        }
        fieldByNumber = new int[largest + 1];
        Arrays.fill(fieldByNumber, -1);
        for (int field = 0; field < fields.length; field++) {
            if (numbers[field] > 0) {
                fieldByNumber[numbers[field]] = field;
            }
        }
        namesKnown = known;
    }

    private void fill(long rows) {
        Arrays.fill(filledRow, -1);
        for (long rest = rows; rest != 0; rest &= rest - 1) {
            final int row = Long.numberOfTrailingZeros(rest);
            fillRow(row, body(row));
        }
    }

    private void fillRow(int row, byte[] body) {
        final ByteReader in = DocumentMap.atFields(body);
        int left = toFill;
        for (long count = in.readVarint(); count > 0 && left > 0; count--) {
            final int number = (int) in.readVarint();
            final int field = number == 0 ? spelledOut(in.readText()) : fieldOf(number);
            if (field < 0 || columns[field] != null) {
                FieldReader.skipValue(in);
            } else {
                setRow(own[field], row, body, in);
                filledRow[field] = row;
                left--;
            }
        }
        for (int field = 0; field < fields.length && left > 0; field++) {
            if (columns[field] == null && filledRow[field] != row) {
                own[field].set(row, FieldColumn.MISSING, 0);
                left--;
            }
        }
    }

    private int fieldOf(int number) {
        return number < fieldByNumber.length ? fieldByNumber[number] : -1;
    }

    private int spelledOut(String name) {
        for (int field = 0; field < fields.length; field++) {
            if (fields[field].equals(name)) {
                return field;
            }
        }
        return -1;
    }

    private static void setRow(FieldColumn column, int row, byte[] body, ByteReader in) {
        final int at = in.position();
        switch (in.readByte()) {
            case Tag.NULL -> column.set(row, FieldColumn.NULL, 0);
            case Tag.FALSE -> column.set(row, FieldColumn.FALSE, 0);
            case Tag.TRUE -> column.set(row, FieldColumn.TRUE, 0);
            case Tag.WHOLE -> {
                final long zigzag = in.readVarint();
                column.set(row, FieldColumn.WHOLE, (zigzag >>> 1) ^ -(zigzag & 1));
            }
            case Tag.DOUBLE -> column.set(row, FieldColumn.DOUBLE, in.readLong());
            case Tag.TEXT -> {
                column.set(row, FieldColumn.TEXT, EncodedText.columnValue(body, at + 1));
                in.skip((int) in.readVarint());
            }
            default -> {
                column.set(row, FieldColumn.COMPOSITE, 0);
                in.skip(at - in.position());
                FieldReader.skipValue(in);
            }
        }
    }

    /** Shows the columns that were filled, and keeps those that are worth it. */
    private void takeOver(long rows, @Nullable ColumnShelf shelf) {
        for (int field = 0; field < fields.length; field++) {
            if (columns[field] == null) {
                columns[field] = own[field];
                if (shelf != null && rows == shelf.rows() && scanned.areKept(numbers[field])) {
                    shelf.keep(numbers[field], own[field], scanned);
                    own[field] = new FieldColumn();
                }
            }
        }
    }

    /**
     * The column of a field, which is valid until the window is moved.
     *
     * @param field its place in the list of fields
     */
    public FieldColumn column(int field) {
        final @Nullable FieldColumn column = columns[field];
        if (column == null) {
            throw new IllegalStateException("the window shows no documents yet");
        }
        return column;
    }

    /** The value of a row of a column that is not missing. */
    public @Nullable Object value(int field, int row) {
        final FieldColumn column = column(field);
        final long value = column.values()[row];
        return switch (column.kinds()[row]) {
            case FieldColumn.NULL -> null;
            case FieldColumn.FALSE -> false;
            case FieldColumn.TRUE -> true;
            case FieldColumn.WHOLE -> value;
            case FieldColumn.DOUBLE -> Double.longBitsToDouble(value);
            case FieldColumn.TEXT -> EncodedText.decode(body(row), EncodedText.at(value));
            default -> map(row).get(fields[field]);
        };
    }

    /** The bytes of the document at a row. */
    public byte[] body(int row) {
        return document(row).body();
    }

    /** The {@code $loki} of the document at a row. */
    public long id(int row) {
        return firstId + (long) row * idStep;
    }

    /** The document at a row. */
    public DocumentMap map(int row) {
        return maps.map(id(row), document(row));
    }

    private StoredDocument document(int row) {
        final @Nullable StoredDocument document = documents.apply(row);
        if (document == null) {
            throw new IllegalStateException("there is no document at row " + row);
        }
        return document;
    }
}
