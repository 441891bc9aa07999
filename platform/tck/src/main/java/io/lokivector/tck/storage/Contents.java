package io.lokivector.tck.storage;

import java.util.Arrays;

/** Bytes that grow and shrink; a write beyond the end leaves zeros between. Not thread-safe. */
final class Contents {
    private byte[] bytes;
    private int size;

    Contents() {
        this(new byte[0]);
    }

    Contents(byte[] initial) {
        bytes = initial.clone();
        size = initial.length;
    }

    int size() {
        return size;
    }

    void write(long position, byte[] source) {
        final int end = Math.toIntExact(position + source.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        System.arraycopy(source, 0, bytes, (int) position, source.length);
        size = Math.max(size, end);
    }

    void truncate(long newSize) {
        if (newSize < size) {
            Arrays.fill(bytes, (int) newSize, size, (byte) 0);
            size = (int) newSize;
        }
    }

    byte[] read(long position, int length) {
        final int from = (int) Math.min(position, size);
        return Arrays.copyOfRange(bytes, from, (int) Math.min(size, position + length));
    }

    void flip(int index, int bit) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("byte " + index + " of " + size);
        }
        bytes[index] ^= (byte) (1 << bit);
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
