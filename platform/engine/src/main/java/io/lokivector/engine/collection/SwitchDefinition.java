package io.lokivector.engine.collection;

import io.lokivector.spi.request.IndexSwitchOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The switch of a vector index to another one: what the catalogue remembers of the index beside the
 * one that answers, and of what is to be done with it.
 *
 * @param number names the index beside within its collection, never used again for another
 * @param type of the index beside
 * @param options of the index beside
 * @param isCutOver whether the index beside is the old one, kept in case one wants to go back;
 *     otherwise it is the new one, which is being built or compared
 * @param minRecall the recall at 10 that is good enough, if the old index has more than that
 * @param automatic whether the new one takes over by itself
 * @param keepOldMs how long the old one is kept after the cut-over
 * @param keptUntilMs until when it is kept; 0 before the cut-over
 */
public record SwitchDefinition(
        int number,
        String type,
        Map<String, @Nullable Object> options,
        boolean isCutOver,
        double minRecall,
        boolean automatic,
        long keepOldMs,
        long keptUntilMs) {
    /** Keeps a copy of the options. */
    public SwitchDefinition {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** A switch that begins, to an index still without a number. */
    static SwitchDefinition to(
            String type, Map<String, @Nullable Object> options, IndexSwitchOptions wanted) {
        return new SwitchDefinition(
                0,
                type,
                options,
                false,
                wanted.minRecall(),
                wanted.automatic(),
                wanted.keepOld().toMillis(),
                0);
    }

    SwitchDefinition withNumber(int given) {
        return new SwitchDefinition(
                given, type, options, isCutOver, minRecall, automatic, keepOldMs, keptUntilMs);
    }

    /** The same with the old index beside the new one. */
    SwitchDefinition cutOver(IndexDefinition old, long nowMs) {
        return new SwitchDefinition(
                old.number(),
                old.type(),
                old.options(),
                true,
                minRecall,
                automatic,
                keepOldMs,
                nowMs + keepOldMs);
    }
}
