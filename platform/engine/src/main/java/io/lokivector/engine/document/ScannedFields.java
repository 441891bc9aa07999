package io.lokivector.engine.document;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which fields of a collection are worth keeping as columns: the few that were last scanned more
 * than once. Thread-safe.
 */
public final class ScannedFields {
    private static final int[] NONE = {};

    private final int keptMax;
    private volatile int[] kept = NONE;
    private int[] seen = NONE;

    /**
     * No fields yet.
     *
     * @param keptMax how many fields are kept at most
     */
    public ScannedFields(int keptMax) {
        this.keptMax = keptMax;
    }

    /**
     * Notes that a whole collection is about to be scanned by these fields.
     *
     * @param fields their numbers; 0 is none
     */
    public synchronized void note(int[] fields) {
        for (final int field : fields) {
            if (field == 0) {
                continue;
            }
            if (contains(seen, field)) {
                // What is in front already stays where it is, so that nothing is written.
                if (kept.length == 0 || kept[0] != field) {
                    kept = inFront(field, kept);
                }
            } else {
                seen = inFront(field, seen);
            }
        }
    }

    private int[] inFront(int field, int[] others) {
        return IntStream.concat(
                        IntStream.of(field), Arrays.stream(others).filter(other -> other != field))
                .limit(keptMax)
                .toArray();
    }

    boolean areKept(int field) {
        return contains(kept, field);
    }

    private static boolean contains(int[] fields, int field) {
        for (final int each : fields) {
            if (each == field) {
                return true;
            }
        }
        return false;
    }
}
