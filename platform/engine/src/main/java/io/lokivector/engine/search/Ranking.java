package io.lokivector.engine.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The documents that a search finds in the order in which its pages show them, found as far as
 * somebody wants to see; for one thread.
 *
 * <p>An approximate index that is asked for more looks further, and may then find something that it
 * had missed among the nearest. If every page asked it for as many as it needs, a document could be
 * on two pages, or on none. So the index is always asked for the same numbers, each four times the
 * one before, and what one answer adds to those before it comes after them. All pages of one size
 * cut up one and the same list.
 */
final class Ranking {
    private static final int GROWTH = 4;

    private final Neighbourhood neighbourhood;
    private final Predicate<Hit> wanted;
    private final double threshold;
    private final List<Hit> hits = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private int next;
    private boolean isComplete;

    /** Gives the nearest documents. */
    @FunctionalInterface
    interface Neighbourhood {
        /**
         * The nearest so many, in order; fewer if there are no more.
         *
         * @param count at least 1
         */
        List<Hit> nearest(int count);
    }

    /**
     * Nothing found yet.
     *
     * @param first how many to ask for first
     * @param wanted says which are shown
     * @param threshold the greatest distance of those that are shown; infinite for any
     */
    Ranking(Neighbourhood neighbourhood, int first, Predicate<Hit> wanted, double threshold) {
        this.neighbourhood = neighbourhood;
        this.next = first;
        this.wanted = wanted;
        this.threshold = threshold;
    }

    /** What the next answer adds, in order; nothing if there is no more. */
    List<Hit> more() {
        while (!isComplete) {
            final List<Hit> found = neighbourhood.nearest(next);
            final List<Hit> added = new ArrayList<>();
            for (final Hit hit : found) {
                if (seen.add(hit.id()) && wanted.test(hit) && hit.distance() <= threshold) {
                    added.add(hit);
                }
            }
            isComplete =
                    found.size() < next || next == Integer.MAX_VALUE || isBeyond(found.getLast());
            next = (int) Math.min((long) next * GROWTH, Integer.MAX_VALUE);
            if (!added.isEmpty()) {
                hits.addAll(added);
                return added;
            }
        }
        return List.of();
    }

    /** Whether there is no more. */
    boolean isComplete() {
        return isComplete;
    }

    /** Whether all that come after it are too far. */
    private boolean isBeyond(Hit hit) {
        return hit.distance() > threshold && !hit.isRejected();
    }

    /**
     * Those from one position on; fewer or none if there are no more.
     *
     * @param order of the page in itself
     */
    List<Hit> page(int offset, int size, Comparator<Hit> order) {
        while (hits.size() < offset + size && !more().isEmpty()) {
            // It grows.
        }
        final int end = Math.min(offset + size, hits.size());
        if (offset >= end) {
            return List.of();
        }
        final List<Hit> page = new ArrayList<>(hits.subList(offset, end));
        page.sort(order);
        return page;
    }
}
