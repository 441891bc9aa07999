package io.lokivector.engine;

import io.lokivector.spi.request.OnCollection;
import java.util.Set;

/**
 * A request with what it turns out to take, once the names in it have been looked up.
 *
 * @param <R> what it answers
 * @param request to be carried out in the place of the one that was resolved: it says itself what
 *     the other only named, so nobody can change that in between
 * @param alsoReads the collections it reads beside its own, whether or not they are there
 * @param alsoWrites whether it writes, too, although its kind only reads
 */
public record Resolved<R>(OnCollection<R> request, Set<String> alsoReads, boolean alsoWrites) {
    /** Keeps a copy of the set. */
    public Resolved {
        alsoReads = Set.copyOf(alsoReads);
    }

    /** A request that says by itself all that it takes. */
    public static <R> Resolved<R> asItIs(OnCollection<R> request) {
        return new Resolved<>(request, Set.of(), false);
    }
}
