package io.lokivector.index.hnsw;

import java.util.Arrays;

/** The keys still to be followed, nearest first: a binary min-heap. One thread. */
final class CandidateKeys {
    private long[] heap = new long[256];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void push(long key) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int i = size++;
        while (i > 0) {
            final int parent = i - 1 >> 1;
            if (heap[parent] <= key) {
                break;
            }
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = key;
    }

    /** The least key, which {@link #pop} would give. */
    long least() {
        return heap[0];
    }

    long pop() {
        final long least = heap[0];
        final long key = heap[--size];
        int i = 0;
        for (int child = 1; child < size; child = 2 * i + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= key) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = key;
        return least;
    }
}
