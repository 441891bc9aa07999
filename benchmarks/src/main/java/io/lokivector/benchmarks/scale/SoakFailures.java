package io.lokivector.benchmarks.scale;

import java.util.Map;
import java.util.TreeMap;

/** What went wrong, each kind with how often. Thread-safe. */
final class SoakFailures {
    private static final int KINDS_MAX = 20;

    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String where, RuntimeException failure) {
        add(where + " failed: " + failure);
    }

    synchronized void add(String what) {
        if (counts.containsKey(what) || counts.size() < KINDS_MAX) {
            counts.merge(what, 1, Integer::sum);
        } else {
            counts.merge("others", 1, Integer::sum);
        }
    }

    synchronized int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized String toString() {
        return counts.toString();
    }
}
