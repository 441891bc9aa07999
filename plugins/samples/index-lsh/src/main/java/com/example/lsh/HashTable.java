package com.example.lsh;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One way of cutting the space into buckets by random hyperplanes through the origin. */
final class HashTable {
    private final float[][] planes;
    private final Map<Integer, Set<Integer>> buckets = new HashMap<>();

    HashTable(int bits, int dimension, RandomGenerator random) {
        planes = new float[bits][dimension];
        for (final float[] plane : planes) {
            for (int i = 0; i < dimension; i++) {
                plane[i] = (float) random.nextGaussian();
            }
        }
    }

    void add(int ordinal, float[] vector) {
        buckets.computeIfAbsent(bucket(vector), _ -> new HashSet<>()).add(ordinal);
    }

    void remove(int ordinal, float[] vector) {
        final Integer bucket = bucket(vector);
        final Set<Integer> ordinals = buckets.get(bucket);
        ordinals.remove(ordinal);
        if (ordinals.isEmpty()) {
            buckets.remove(bucket);
        }
    }

    /** Adds the ordinals in the vector's bucket, and in those across one plane. */
    void collect(float[] vector, Set<Integer> found) {
        final int bucket = bucket(vector);
        collect(bucket, found);
        for (int i = 0; i < planes.length; i++) {
            collect(bucket ^ 1 << i, found);
        }
    }

    private void collect(int bucket, Set<Integer> found) {
        final Set<Integer> ordinals = buckets.get(bucket);
        if (ordinals != null) {
            found.addAll(ordinals);
        }
    }

    long memoryBytes() {
        long bytes = 0;
        for (final Set<Integer> ordinals : buckets.values()) {
            bytes += 100 + 60L * ordinals.size();
        }
        return bytes + 4L * planes.length * planes[0].length;
    }

    private int bucket(float[] vector) {
        int bucket = 0;
        for (int i = 0; i < planes.length; i++) {
            double product = 0;
            for (int j = 0; j < vector.length; j++) {
                product += (double) planes[i][j] * vector[j];
            }
            bucket |= product > 0 ? 1 << i : 0;
        }
        return bucket;
    }
}
