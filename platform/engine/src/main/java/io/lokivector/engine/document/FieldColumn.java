package io.lokivector.engine.document;

/**
 * The values of one field in a block of neighbouring documents, one row each, in a form that is
 * compared without decoding: a kind, and eight bytes.
 *
 * <p>Once filled it does not change. Rows that nobody asked for hold nothing in particular.
 */
public final class FieldColumn {
    /** The document lacks the field, and nothing on the way to it is a list. */
    public static final int MISSING = 0;

    /** Null. */
    public static final int NULL = 1;

    /** False. */
    public static final int FALSE = 2;

    /** True. */
    public static final int TRUE = 3;

    /** A whole number, which is the row's value. */
    public static final int WHOLE = 4;

    /** A double, whose bits are the row's value. */
    public static final int DOUBLE = 5;

    /** A text; see {@link EncodedText}. */
    public static final int TEXT = 6;

    /** A list, an object or a vector; or, on the way to the field, a list or a vector. */
    public static final int COMPOSITE = 7;

    private final byte[] kinds = new byte[DocumentBlock.ROWS];
    private final long[] values = new long[DocumentBlock.ROWS];
    private int kindsSeen;

    /** The kind of each row; not to be changed. */
    public byte[] kinds() {
        return kinds;
    }

    /** What the kinds make of them; not to be changed. */
    public long[] values() {
        return values;
    }

    /** A bit for each kind that a row has that was asked for. */
    public int kindsSeen() {
        return kindsSeen;
    }

    /** Whether all rows that were asked for are of one kind. */
    public boolean holdsOnly(int kind) {
        return kindsSeen == 1 << kind;
    }

    void clear() {
        kindsSeen = 0;
    }

    void set(int row, int kind, long value) {
        kinds[row] = (byte) kind;
        values[row] = value;
        kindsSeen |= 1 << kind;
    }
}
