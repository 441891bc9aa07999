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
    private final String[] paths;
    private final String[][] segments;
    private final DocumentMaps maps;
    private final ScannedFields scanned;

    private final int[][] numbers;

    /** The first field whose path begins with a name, by the name's number; -1 if none. */
    private int[] firstByNumber = {};

    /** The next field whose path begins with the same name; -1 if none. */
    private final int[] nextOfName;

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
     * @param fields the fields that are columns, by the names on the way to them
     * @param scanned which columns are worth keeping
     */
    public DocumentBlock(
            FieldNames names, List<List<String>> fields, DocumentMaps maps, ScannedFields scanned) {
        final int count = fields.size();
        this.names = names;
        this.segments = new String[count][];
        Arrays.setAll(segments, field -> fields.get(field).toArray(String[]::new));
        this.paths = new String[count];
        Arrays.setAll(paths, field -> String.join(".", fields.get(field)));
        this.maps = maps;
        this.scanned = scanned;
        this.numbers = new int[count][];
        Arrays.setAll(numbers, field -> new int[segments[field].length]);
        this.nextOfName = new int[count];
        this.own = new FieldColumn[count];
        Arrays.setAll(own, _ -> new FieldColumn());
        this.columns = new @Nullable FieldColumn[count];
        this.filledRow = new int[count];
    }

    /** Notes that all documents will be looked at by these fields. */
    public void noteScan() {
        scanned.note(Arrays.asList(paths));
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
        for (int field = 0; field < paths.length; field++) {
            columns[field] = shelf == null ? null : shelf.find(paths[field]);
            if (columns[field] == null) {
                own[field].clear();
                if (segments[field][0].equals(ID) && segments[field].length == 1) {
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
        for (int field = 0; field < paths.length; field++) {
            for (int step = 0; step < segments[field].length; step++) {
                numbers[field][step] = names.find(segments[field][step]);
            }
            largest = Math.max(largest, numbers[field][0]);
        }
        firstByNumber = new int[largest + 1];
        Arrays.fill(firstByNumber, -1);
        for (int field = 0; field < paths.length; field++) {
            final int number = numbers[field][0];
            nextOfName[field] = firstByNumber[number];
            firstByNumber[number] = field;
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
            final @Nullable String name = number == 0 ? in.readText() : null;
            for (int field = firstOf(number); field >= 0; field = nextOfName[field]) {
                if (columns[field] == null && (name == null || name.equals(segments[field][0]))) {
                    fillPath(field, row, body, in.position());
                    filledRow[field] = row;
                    left--;
                }
            }
            FieldReader.skipValue(in);
        }
        for (int field = 0; field < paths.length && left > 0; field++) {
            if (columns[field] == null && filledRow[field] != row) {
                own[field].set(row, FieldColumn.MISSING, 0);
                left--;
            }
        }
    }

    private int firstOf(int number) {
        return number < firstByNumber.length ? firstByNumber[number] : -1;
    }

    /** Follows the rest of a path through objects, and leaves anything else to who asks. */
    private void fillPath(int field, int row, byte[] body, int valueAt) {
        int at = valueAt;
        for (int step = 1; step < segments[field].length; step++) {
            if (body[at] != Tag.OBJECT) {
                final boolean mayHaveElements =
                        body[at] == Tag.LIST || body[at] == Tag.FLOATS || body[at] == Tag.VECTOR;
                own[field].set(
                        row, mayHaveElements ? FieldColumn.COMPOSITE : FieldColumn.MISSING, 0);
                return;
            }
            at = within(body, at, numbers[field][step], segments[field][step]);
            if (at < 0) {
                own[field].set(row, FieldColumn.MISSING, 0);
                return;
            }
        }
        setRow(own[field], row, body, at);
    }

    /** Where the value of a field of an object is, or -1. */
    private static int within(byte[] body, int objectAt, int wanted, String name) {
        final ByteReader in = new ByteReader(body, objectAt + 1);
        in.readLength();
        for (long count = in.readVarint(); count > 0; count--) {
            final int number = (int) in.readVarint();
            final boolean isWanted = number == 0 ? in.readText().equals(name) : number == wanted;
            if (isWanted) {
                return in.position();
            }
            FieldReader.skipValue(in);
        }
        return -1;
    }

    private static void setRow(FieldColumn column, int row, byte[] body, int at) {
        final ByteReader in = new ByteReader(body, at);
        switch (in.readByte()) {
            case Tag.NULL -> column.set(row, FieldColumn.NULL, 0);
            case Tag.FALSE -> column.set(row, FieldColumn.FALSE, 0);
            case Tag.TRUE -> column.set(row, FieldColumn.TRUE, 0);
            case Tag.WHOLE -> {
                final long zigzag = in.readVarint();
                column.set(row, FieldColumn.WHOLE, (zigzag >>> 1) ^ -(zigzag & 1));
            }
            case Tag.DOUBLE -> column.set(row, FieldColumn.DOUBLE, in.readLong());
            case Tag.TEXT ->
                    column.set(row, FieldColumn.TEXT, EncodedText.columnValue(body, at + 1));
            default -> column.set(row, FieldColumn.COMPOSITE, 0);
        }
    }

    /** Shows the columns that were filled, and keeps those that are worth it. */
    private void takeOver(long rows, @Nullable ColumnShelf shelf) {
        for (int field = 0; field < paths.length; field++) {
            if (columns[field] == null) {
                columns[field] = own[field];
                if (shelf != null && rows == shelf.rows() && scanned.areKept(paths[field])) {
                    shelf.keep(paths[field], own[field], scanned);
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

    /** The value of a row of a column that is neither missing nor composite. */
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
            default -> throw new IllegalArgumentException("row " + row + " has no plain value");
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
