package io.lokivector.engine.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text where it stands in a document's bytes, compared without decoding it. In a {@link
 * FieldColumn} it is a place in the lower half of the value and a fingerprint in the upper.
 *
 * <p>Texts in documents hold no half surrogate pairs, so equal texts are equal bytes and the
 * reverse.
 */
public final class EncodedText {
    private EncodedText() {}

    /** The column value of the text whose length stands at {@code at}. */
    static long columnValue(byte[] body, int at) {
        final int start = start(body, at);
        final int fingerprint = fingerprint(body, start, start + length(body, at));
        return (long) fingerprint << 32 | at;
    }

    /** Where the length of a text stands, from its column value. */
    public static int at(long columnValue) {
        return (int) columnValue;
    }

    /** The fingerprint, from a column value. */
    public static int fingerprint(long columnValue) {
        return (int) (columnValue >>> 32);
    }

    /** The length in bytes of the text whose length stands at {@code at}. */
    public static int length(byte[] body, int at) {
        final byte first = body[at];
        return first >= 0 ? first : (int) new ByteReader(body, at).readVarint();
    }

    /** Where the first byte of the text stands whose length stands at {@code at}. */
    public static int start(byte[] body, int at) {
        int start = at;
        while (body[start] < 0) {
            start++;
        }
        return start + 1;
    }

    /** The text whose length stands at {@code at}. */
    public static String decode(byte[] body, int at) {
        return new String(body, start(body, at), length(body, at), StandardCharsets.UTF_8);
    }

    /** A number that differs for most texts that differ: of their length, beginning and end. */
    public static int fingerprint(byte[] text, int start, int end) {
        final int length = end - start;
        int mixed = length;
        if (length >= Integer.BYTES) {
            mixed = mixed * 0x9E3779B1 + (int) Bytes.INT.get(text, start);
            mixed = mixed * 0x9E3779B1 + (int) Bytes.INT.get(text, end - Integer.BYTES);
        } else {
            for (int i = start; i < end; i++) {
                mixed = mixed * 0x9E3779B1 + text[i];
            }
        }
        return mixed;
    }

    /** Whether the text whose length stands at {@code at} has these bytes. */
    public static boolean isEqual(byte[] body, int at, byte[] text) {
        final int start = start(body, at);
        final int length = length(body, at);
        return length == text.length && Arrays.equals(body, start, start + length, text, 0, length);
    }

    /** Whether a part of some bytes has other bytes in it. */
    public static boolean contains(byte[] bytes, int from, int to, byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Compares the text whose length stands at {@code at} with another in the order of their UTF-16
     * units, which is that of {@link String#compareTo}.
     */
    public static int compare(byte[] body, int at, byte[] text) {
        final int start = start(body, at);
        final int length = length(body, at);
        final int different = Arrays.mismatch(body, start, start + length, text, 0, text.length);
        if (different < 0) {
            return 0;
        }
        return different == length || different == text.length
                ? Integer.compare(length, text.length)
                : Integer.compare(
                        inUnitOrder(body[start + different]), inUnitOrder(text[different]));
    }

    /**
     * A byte of UTF-8 so that bytes order like UTF-16 units: U+E000 to U+FFFF, which begin with EE
     * and EF, come after the surrogate pairs, which begin with F0 to F4.
     */
    public static int inUnitOrder(byte encoded) {
        final int unsigned = encoded & 0xff;
        return unsigned == 0xEE || unsigned == 0xEF ? unsigned + 0x10 : unsigned;
    }
}
