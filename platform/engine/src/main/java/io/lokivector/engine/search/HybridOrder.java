package io.lokivector.engine.search;

import io.lokivector.engine.query.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The original's hybrid search: documents that match a query get a part of the score, and the
 * others stay in the answer.
 *
 * <p>Of the 3 k nearest, {@code vectorScore = 1 - distance / farthest} and {@code score = w *
 * vectorScore + (1 - w) * (matches ? 1 : 0)}. The original has no second page; here what lies
 * farther out comes after the first 3 k, ordered in the same way.
 *
 * @param weight the part of the vector, from 0 to 1
 */
record HybridOrder(Query query, double weight) {
    /** How many candidates per result are weighed. */
    static final int CANDIDATES = 3;

    /** A hit with its scores. */
    record Scored(Hit hit, double score, double vectorScore, boolean matches) {}

    /** Those from one position on, the best first. */
    List<Scored> page(Ranking ranking, int offset, int size) {
        final List<Scored> all = new ArrayList<>();
        double farthest = Double.NaN;
        while (all.size() < offset + size) {
            final List<Hit> more = ranking.more();
            if (more.isEmpty()) {
                break;
            }
            if (Double.isNaN(farthest)) {
                farthest = farthest(more);
            }
            final List<Scored> scored = new ArrayList<>(more.size());
            for (final Hit hit : more) {
                scored.add(scored(hit, farthest));
            }
            scored.sort(Comparator.comparingDouble(Scored::score).reversed());
            all.addAll(scored);
        }
        final int end = Math.min(offset + size, all.size());
        return offset >= end ? List.of() : all.subList(offset, end);
    }

    private static double farthest(List<Hit> hits) {
        double farthest = 0;
        for (final Hit hit : hits) {
            farthest = Math.max(farthest, hit.distance());
        }
        return farthest == 0 ? 1 : farthest;
    }

    private Scored scored(Hit hit, double farthest) {
        final double vectorScore = 1 - hit.distance() / farthest;
        final boolean matches = query.matches(hit.document());
        return new Scored(
                hit, weight * vectorScore + (1 - weight) * (matches ? 1 : 0), vectorScore, matches);
    }
}
