package io.lokivector.engine.search;

import io.lokivector.engine.document.DocumentMap;
import java.util.Comparator;

/**
 * A document that a search found.
 *
 * @param distance from what was searched for; from the nearest example if there were several
 * @param fromNegative from the nearest negative example by which results were ordered; NaN if there
 *     was none
 */
record Hit(DocumentMap document, double distance, double fromNegative) {
    /** Of two at one distance, the one that was inserted first. */
    static final Comparator<Hit> NEAREST_FIRST =
            Comparator.comparingDouble(Hit::distance).thenComparingLong(Hit::id);

    /**
     * Those that are nearer to a positive than to every negative example, nearest first; then the
     * others, by how far they are from the negative ones.
     */
    static final Comparator<Hit> BEST_SCORE_FIRST =
            Comparator.comparing(Hit::isRejected)
                    .thenComparingDouble(hit -> hit.isRejected() ? -hit.fromNegative : hit.distance)
                    .thenComparingLong(Hit::id);

    Hit(DocumentMap document, double distance) {
        this(document, distance, Double.NaN);
    }

    /** The {@code $loki} of the document. */
    long id() {
        return document.id();
    }

    /** Whether a negative example is as near as the nearest positive one, or nearer. */
    boolean isRejected() {
        return fromNegative <= distance;
    }
}
