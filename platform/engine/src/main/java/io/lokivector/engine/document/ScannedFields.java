package io.lokivector.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Which fields of a collection are worth keeping as columns: the few that were last scanned more
 * than once. Thread-safe.
 */
public final class ScannedFields {
    private final int keptMax;
    private volatile List<String> kept = List.of();
    private List<String> seen = List.of();

    /**
     * No fields yet.
     *
     * @param keptMax how many fields are kept at most
     */
    public ScannedFields(int keptMax) {
        this.keptMax = keptMax;
    }

    /** Notes that a whole collection is about to be scanned by fields at these paths. */
    public synchronized void note(List<String> paths) {
        for (final String path : paths) {
            if (seen.contains(path)) {
                kept = inFront(path, kept);
            } else {
                seen = inFront(path, seen);
            }
        }
    }

    private List<String> inFront(String path, List<String> others) {
        final List<String> all = new ArrayList<>(others);
        all.remove(path);
        all.add(0, path);
        return List.copyOf(all.subList(0, Math.min(all.size(), keptMax)));
    }

    boolean areKept(String path) {
        return kept.contains(path);
    }
}
