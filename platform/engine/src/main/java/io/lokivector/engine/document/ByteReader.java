package io.lokivector.engine.document;

import java.nio.charset.StandardCharsets;

/** A position in an array of bytes to read from; for one thread. */
public final class ByteReader {
    private final byte[] bytes;
    private int position;

    /** At a position of an array, which is not changed. */
    public ByteReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /** Where the next read begins. */
    public int position() {
        return position;
    }

    /** One byte, signed. */
    public int readByte() {
        return bytes[position++];
    }

    /** What {@link Bytes#writeVarint} wrote. */
    public long readVarint() {
        final byte first = bytes[position];
        if (first >= 0) {
            position++;
            return first;
        }
        long value = 0;
        int shift = 0;
        while (true) {
            final byte next = bytes[position++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    int readLength() {
        final int length = (int) Bytes.INT.get(bytes, position);
        position += 4;
        return length;
    }

    long readLong() {
        final long value = (long) Bytes.LONG.get(bytes, position);
        position += 8;
        return value;
    }

    float[] readFloats(int count) {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat((int) Bytes.INT.get(bytes, position));
            position += 4;
        }
        return values;
    }

    /** What {@link Bytes#writeText} wrote. */
    public String readText() {
        final int length = (int) readVarint();
        final String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** Passes over bytes. */
    public void skip(int count) {
        position += count;
    }
}
