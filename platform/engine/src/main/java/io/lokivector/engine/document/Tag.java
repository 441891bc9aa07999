package io.lokivector.engine.document;

/** The first byte of an encoded value, which says what follows. */
final class Tag {
    /** Nothing follows. */
    static final int NULL = 0;

    /** Nothing follows. */
    static final int FALSE = 1;

    /** Nothing follows. */
    static final int TRUE = 2;

    /** A whole number, zigzag, as varint. */
    static final int WHOLE = 3;

    /** A double, eight bytes, little-endian. */
    static final int DOUBLE = 4;

    /** A varint of the length in bytes, and UTF-8. */
    static final int TEXT = 5;

    /** Four bytes of length, then a varint of the count, then values. */
    static final int LIST = 6;

    /** Four bytes of length, then a varint of the count, then pairs of field and value. */
    static final int OBJECT = 7;

    /** A varint of the count, then floats, little-endian. */
    static final int FLOATS = 8;

    /** A varint of the dimension of a vector that is kept in the vector column of the field. */
    static final int VECTOR = 9;

    private Tag() {}
}
