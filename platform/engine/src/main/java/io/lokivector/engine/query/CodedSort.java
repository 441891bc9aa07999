package io.lokivector.engine.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stable sort of documents by their {@linkplain SortCodes codes}, which looks at the documents
 * only where codes do not tell them apart; for one use by one thread.
 *
 * <p>Codes are sorted by their bytes from the last to the first (least-significant-digit radix
 * sort), short runs by merging. Runs of equal codes are sorted by their values, if these may
 * differ, and then by the next key.
 */
public final class CodedSort {
    private static final int RADIX_MIN = 1_024;
    private static final int BUCKETS = 256;

    /** For so many times more documents it is worth while to look for the first few beforehand. */
    private static final int SELECTION_FACTOR = 64;

    private final SortCodes keys;
    private final long[][] codes;
    private final IntFunction<Map<String, @Nullable Object>> documents;
    private int[] order;
    private int[] otherOrder = {};
    private long[] run = {};
    private long[] otherRun = {};

    /**
     * A sort of documents that are numbered from 0.
     *
     * @param codes by key, then by document
     */
    public CodedSort(
            SortCodes keys, long[][] codes, IntFunction<Map<String, @Nullable Object>> documents) {
        this.keys = keys;
        this.codes = codes;
        this.documents = documents;
        this.order = new int[0];
    }

    /**
     * The numbers of the documents that come first, in order.
     *
     * @param size how many documents there are
     * @param wanted how many are wanted at least
     */
    public int[] first(int size, int wanted) {
        order = wanted < size / SELECTION_FACTOR ? selected(size, wanted) : all(size);
        otherOrder = new int[order.length];
        run = new long[order.length];
        otherRun = new long[order.length];
        sort(0, order.length, 0);
        return order;
    }

    private static int[] all(int size) {
        int[] all = new int[size];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** All that may be among the first so many, and perhaps some more. */
    private int[] selected(int size, int wanted) {
        if (wanted == 0) {
            return new int[0];
        }
        long last = smallest(codes[0], size, wanted);
        int[] selected = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (codes[0][i] <= last) {
                selected[count++] = i;
            }
        }
        return Arrays.copyOf(selected, count);
    }

    /** The code at a position, from 1 on, in the order of codes. */
    private static long smallest(long[] codes, int size, int position) {
        // Holds the smallest so far, the largest of them first.
        PriorityQueue<Long> smallest = new PriorityQueue<>(position, (a, b) -> Long.compare(b, a));
        long largest = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            if (smallest.size() < position) {
                smallest.add(codes[i]);
                largest = smallest.element();
            } else if (codes[i] < largest) {
                smallest.remove();
                smallest.add(codes[i]);
                largest = smallest.element();
            }
        }
        return largest;
    }

    /** Sorts a run of documents that the keys before {@code key} do not tell apart. */
    private void sort(int from, int to, int key) {
        if (key == keys.count() || to - from < 2) {
            return;
        }
        long[] ofKey = codes[key];
        for (int i = from; i < to; i++) {
            run[i] = ofKey[order[i]];
        }
        sortRun(from, to);
        // Deeper sorts write over their part of the run, but only over what is done with.
        int start = from;
        while (start < to) {
            int end = endOfEqual(start, to);
            if (end - start > 1) {
                if (keys.isExact(key, run[start])) {
                    sort(start, end, key + 1);
                } else {
                    sortByValues(start, end, key);
                }
            }
            start = end;
        }
    }

    /** Sorts a run by numbers that its different values get in their order. */
    private void sortByValues(int from, int to, int key) {
        Map<@Nullable Object, Integer> places = new HashMap<>();
        int[] valueOf = new int[to - from];
        for (int i = from; i < to; i++) {
            Object value = keys.value(key, documents.apply(order[i]));
            Integer known = places.putIfAbsent(value, places.size());
            valueOf[i - from] = known == null ? places.size() - 1 : known;
        }
        long[] ranks = ranks(places, keys.descends(key));
        for (int i = from; i < to; i++) {
            run[i] = ranks[valueOf[i - from]];
        }
        sortRun(from, to);
        // Deeper sorts write over their part of the run, but only over what is done with.
        int start = from;
        while (start < to) {
            int end = endOfEqual(start, to);
            sort(start, end, key + 1);
            start = end;
        }
    }

    /** The rank of each value, by its place; the same for values that rank alike. */
    private static long[] ranks(Map<@Nullable Object, Integer> places, boolean descends) {
        List<Map.Entry<@Nullable Object, Integer>> sorted = new ArrayList<>(places.entrySet());
        sorted.sort((a, b) -> compare(a.getKey(), b.getKey()));
        long[] ranks = new long[sorted.size()];
        long rank = 0;
        for (int i = 0; i < ranks.length; i++) {
            if (i > 0 && compare(sorted.get(i - 1).getKey(), sorted.get(i).getKey()) != 0) {
                rank++;
            }
            ranks[sorted.get(i).getValue()] = descends ? -rank : rank;
        }
        return ranks;
    }

    /** {@link RankOrder}, without its conversions for texts that begin like no number. */
    private static int compare(@Nullable Object a, @Nullable Object b) {
        return a instanceof String x
                        && b instanceof String y
                        && TextRangeTest.beginsLikeNoNumber(x)
                        && TextRangeTest.beginsLikeNoNumber(y)
                ? x.compareTo(y)
                : RankOrder.compare(a, b);
    }

    private int endOfEqual(int start, int to) {
        int end = start + 1;
        while (end < to && run[end] == run[start]) {
            end++;
        }
        return end;
    }

    private void sortRun(int from, int to) {
        if (to - from < RADIX_MIN) {
            mergeSort(from, to);
        } else {
            radixSort(from, to);
        }
    }

    private void mergeSort(int from, int to) {
        if (to - from < 16) {
            insertionSort(from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(from, middle);
        mergeSort(middle, to);
        if (run[middle - 1] <= run[middle]) {
            return;
        }
        System.arraycopy(run, from, otherRun, from, middle - from);
        System.arraycopy(order, from, otherOrder, from, middle - from);
        int left = from;
        int right = middle;
        for (int i = from; left < middle; i++) {
            if (right < to && run[right] < otherRun[left]) {
                run[i] = run[right];
                order[i] = order[right++];
            } else {
                run[i] = otherRun[left];
                order[i] = otherOrder[left++];
            }
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long code = run[i];
            int document = order[i];
            int at = i;
            while (at > from && run[at - 1] > code) {
                run[at] = run[at - 1];
                order[at] = order[at - 1];
                at--;
            }
            run[at] = code;
            order[at] = document;
        }
    }

    private void radixSort(int from, int to) {
        int[][] counts = new int[Long.BYTES][BUCKETS];
        for (int i = from; i < to; i++) {
            for (int digit = 0; digit < Long.BYTES; digit++) {
                counts[digit][digit(run[i], digit)]++;
            }
        }
        long[] codesFrom = run;
        long[] codesTo = otherRun;
        int[] orderFrom = order;
        int[] orderTo = otherOrder;
        boolean isSwapped = false;
        for (int digit = 0; digit < Long.BYTES; digit++) {
            int[] next = counts[digit];
            if (next[digit(codesFrom[from], digit)] == to - from) {
                continue;
            }
            toStarts(next, from);
            for (int i = from; i < to; i++) {
                int at = next[digit(codesFrom[i], digit)]++;
                codesTo[at] = codesFrom[i];
                orderTo[at] = orderFrom[i];
            }
            long[] codes = codesFrom;
            codesFrom = codesTo;
            codesTo = codes;
            int[] documents = orderFrom;
            orderFrom = orderTo;
            orderTo = documents;
            isSwapped = !isSwapped;
        }
        if (isSwapped) {
            System.arraycopy(otherRun, from, run, from, to - from);
            System.arraycopy(otherOrder, from, order, from, to - from);
        }
    }

    /** Turns the sizes of buckets into where they start. */
    private static void toStarts(int[] counts, int from) {
        int next = from;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int count = counts[bucket];
            counts[bucket] = next;
            next += count;
        }
    }

    /** A byte of a code; that with the sign orders like an unsigned one. */
    private static int digit(long code, int digit) {
        return (int) ((code ^ Long.MIN_VALUE) >>> (Byte.SIZE * digit)) & 0xff;
    }
}
