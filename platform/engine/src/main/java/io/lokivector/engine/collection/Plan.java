package io.lokivector.engine.collection;

import io.lokivector.engine.values.KeyRanges;
import java.util.List;

/** How the documents are found that can match a query; immutable data. */
public sealed interface Plan {
    /** About how many documents it finds; exact for ranges of an index. */
    long estimate();

    /** Whether all that it finds match, so that no document needs to be looked at. */
    boolean isExact();

    /** The same as a part of something that demands more, or not. */
    default Plan withExactness(boolean known) {
        return switch (this) {
            case FullScan(var estimate, _) -> new FullScan(estimate, known);
            case Ids(var ids, _) -> new Ids(ids, known);
            case IndexRanges(var index, var ranges, var bounds, var estimate, _) ->
                    new IndexRanges(index, ranges, bounds, estimate, known);
            case Intersection(var plans, var estimate, _) ->
                    new Intersection(plans, estimate, known);
            case Union(var plans, var estimate, _) -> new Union(plans, estimate, known);
        };
    }

    /** All documents, in their order. */
    record FullScan(long estimate, boolean isExact) implements Plan {}

    /** The documents of some {@code $loki}, ascending. */
    record Ids(List<Long> ids, boolean isExact) implements Plan {
        /** Keeps a copy of the list. */
        public Ids {
            ids = List.copyOf(ids);
        }

        @Override
        public long estimate() {
            return ids.size();
        }
    }

    /**
     * The documents whose keys in an index are in some ranges.
     *
     * @param index its name
     * @param ranges in order, and apart from each other
     * @param bounds the ranges in words
     * @param estimate how many keys there are in them
     */
    record IndexRanges(
            String index,
            List<KeyRanges.Range> ranges,
            List<String> bounds,
            long estimate,
            boolean isExact)
            implements Plan {
        /** Keeps copies of the lists. */
        public IndexRanges {
            ranges = List.copyOf(ranges);
            bounds = List.copyOf(bounds);
        }
    }

    /** The documents that all of several plans find. */
    record Intersection(List<Plan> plans, long estimate, boolean isExact) implements Plan {
        /** Keeps a copy of the list. */
        public Intersection {
            plans = List.copyOf(plans);
        }
    }

    /** The documents that any of several plans finds. */
    record Union(List<Plan> plans, long estimate, boolean isExact) implements Plan {
        /** Keeps a copy of the list. */
        public Union {
            plans = List.copyOf(plans);
        }
    }
}
