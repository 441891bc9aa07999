package io.lokivector.engine.document;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes to write to; for one thread. */
public final class Bytes {
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What is below fits into a varint of one byte, and into one byte of UTF-8. */
    private static final int ONE_BYTE_VARINTS = 0x80;

    private byte[] bytes = new byte[256];
    private int size;

    /** No bytes yet. */
    public Bytes() {}

    /** How many bytes were written. */
    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Writes the lowest eight bits. */
    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, the lowest first, the high bit set on all but the last. */
    public void writeVarint(long value) {
        ensure(10);
        if (value >= 0 && value < ONE_BYTE_VARINTS) {
            bytes[size++] = (byte) value;
            return;
        }
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void writeLong(long value) {
        ensure(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    void writeFloats(float[] values) {
        ensure(4 * values.length);
        for (final float value : values) {
            INT.set(bytes, size, Float.floatToRawIntBits(value));
            size += 4;
        }
    }

    /**
     * Writes a varint of the length, and UTF-8.
     *
     * @return whether it could: not if there is half of a surrogate pair, which has no UTF-8
     */
    public boolean writeText(String text) {
        final int length = text.length();
        if (length < ONE_BYTE_VARINTS) {
            ensure(1 + length);
            final byte[] into = bytes;
            int at = size + 1;
            // Most texts are short and ASCII.
            for (int i = 0; i < length; i++) {
                final char c = text.charAt(i);
                if (c >= ONE_BYTE_VARINTS) {
                    return writeEncoded(text);
                }
                into[at++] = (byte) c;
            }
            into[size] = (byte) length;
            size = at;
            return true;
        }
        return writeEncoded(text);
    }

    private boolean writeEncoded(String text) {
        if (hasHalfPair(text)) {
            return false;
        }
        final byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeVarint(encoded.length);
        ensure(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return true;
    }

    private static boolean hasHalfPair(String text) {
        final int length = text.length();
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                final boolean isPair =
                        Character.isHighSurrogate(text.charAt(i))
                                && i + 1 < length
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Writes what was written elsewhere. */
    public void write(Bytes more) {
        ensure(more.size);
        System.arraycopy(more.bytes, 0, bytes, size, more.size);
        size += more.size;
    }

    /** Writes bytes as they are. */
    public void write(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** Leaves room for a length; {@link #fillLength} writes it. */
    int reserveLength() {
        ensure(4);
        size += 4;
        return size;
    }

    /** Writes how many bytes came since {@code start} into the room before it. */
    void fillLength(int start) {
        INT.set(bytes, start - 4, size - start);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
