package io.lokivector.engine.search;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.index.Distances;
import io.lokivector.engine.index.VectorField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order by the nearest example, as in Qdrant's {@code best_score}: first the documents that are
 * nearer to a positive than to every negative example. For one thread.
 *
 * <p>The neighbours of the positive examples are candidates. Whatever is none of them is at least
 * as far from every positive example as the nearest of their farthest neighbours; so when there are
 * enough that are nearer and not rejected, none is missing. Until then, more are asked for.
 */
final class BestScore implements Ranking.Neighbourhood {
    private static final int GROWTH = 4;

    private final NearestDocuments nearest;
    private final VectorField field;
    private final List<SearchTarget> positive;
    private final List<Distances> negative;

    /**
     * The order by some examples.
     *
     * @param positive at least one
     */
    BestScore(
            NearestDocuments nearest,
            VectorField field,
            List<SearchTarget> positive,
            List<Distances> negative) {
        this.nearest = nearest;
        this.field = field;
        this.positive = positive;
        this.negative = negative;
    }

    @Override
    public List<Hit> nearest(int count) {
        int asked = count;
        while (true) {
            final Map<Long, DocumentMap> candidates = new LinkedHashMap<>();
            double border = Double.POSITIVE_INFINITY;
            for (final SearchTarget target : positive) {
                final List<Hit> found = nearest.nearest(target, asked);
                found.forEach(hit -> candidates.putIfAbsent(hit.id(), hit.document()));
                if (found.size() == asked) {
                    border = Math.min(border, found.getLast().distance());
                }
            }
            final List<Hit> hits = new ArrayList<>(candidates.size());
            for (final DocumentMap document : candidates.values()) {
                final float @Nullable [] vector = document.sharedVector(field.field());
                if (vector != null) {
                    hits.add(scored(document, vector));
                }
            }
            hits.sort(Hit.BEST_SCORE_FIRST);
            if (areSure(hits, count, border) || asked == Integer.MAX_VALUE) {
                return hits.size() > count ? hits.subList(0, count) : hits;
            }
            asked = (int) Math.min((long) asked * GROWTH, Integer.MAX_VALUE);
        }
    }

    /** Whether nothing that was not found can be among the first. */
    private static boolean areSure(List<Hit> hits, int count, double border) {
        if (border == Double.POSITIVE_INFINITY) {
            return true;
        }
        if (hits.size() < count) {
            return false;
        }
        final Hit last = hits.get(count - 1);
        return !last.isRejected() && last.distance() <= border;
    }

    private Hit scored(DocumentMap document, float[] vector) {
        double near = Double.POSITIVE_INFINITY;
        for (final SearchTarget target : positive) {
            near = Math.min(near, target.distances().to(vector));
        }
        double bad = Double.NaN;
        for (final Distances distances : negative) {
            final double distance = distances.to(vector);
            bad = Double.isNaN(bad) ? distance : Math.min(bad, distance);
        }
        return new Hit(document, near, bad);
    }
}
