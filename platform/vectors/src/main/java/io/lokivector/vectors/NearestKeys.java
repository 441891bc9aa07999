package io.lokivector.vectors;

import java.util.Arrays;

/** Keeps the smallest of the keys offered to it, up to a bound: a binary max-heap. One thread. */
public final class NearestKeys {
    private long[] heap = new long[64];
    private int size;
    private int bound;

    /** Keeps nothing before {@link #reset}. */
    public NearestKeys() {}

    /** Forgets everything; keeps up to {@code newBound} keys from now on. */
    public void reset(int newBound) {
        size = 0;
        bound = newBound;
    }

    /** How many keys it holds. */
    public int size() {
        return size;
    }

    /** Whether it holds as many as it may. */
    public boolean isFull() {
        return size >= bound;
    }

    /** The greatest key it holds, or {@link Long#MAX_VALUE} as long as it is not full. */
    public long limit() {
        return size >= bound && bound > 0 ? heap[0] : Long.MAX_VALUE;
    }

    /** Takes the key, if need be in place of the greatest. */
    public void offer(long key) {
        if (size < bound) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            siftUp(key);
        } else if (size > 0 && key < heap[0]) {
            siftDown(key);
        }
    }

    private void siftUp(long key) {
        int i = size++;
        while (i > 0) {
            final int parent = i - 1 >> 1;
            if (heap[parent] >= key) {
                break;
            }
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = key;
    }

    private void siftDown(long key) {
        int i = 0;
        for (int child = 1; child < size; child = 2 * i + 1) {
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= key) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = key;
    }

    /** Its keys in ascending order; it is empty afterwards. */
    public long[] drain() {
        final long[] keys = Arrays.copyOf(heap, size);
        Arrays.sort(keys);
        size = 0;
        return keys;
    }
}
