package io.lokivector.engine.search;

import io.lokivector.engine.collection.MatchingSlots;
import io.lokivector.engine.collection.ScanWorkers;
import io.lokivector.engine.query.CanonicalValue;
import io.lokivector.engine.query.FieldPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The nearest groups of documents with one value in a field: a group is as near as its nearest
 * document. Values are texts, numbers and truth values; a document with none of these there is in
 * no group. For one thread.
 *
 * <p>When the nearest documents are of too few groups, the search goes on among the documents of
 * all other groups, so that there are fewer groups than wanted only if there are no more. And when
 * too few of them are of one group, the search goes on within the group.
 */
final class GroupedOrder {
    private static final List<String> GROUPING_TYPES = List.of("string", "number", "boolean");

    private final FieldPath path;
    private final int groupSize;
    private final Function<Map<String, @Nullable Object>, MatchingSlots> matching;
    private final Rankings rankings;
    private final Comparator<Hit> order;
    private final ScanWorkers workers;

    /** Makes rankings; used by several threads. */
    @FunctionalInterface
    interface Rankings {
        /**
         * A ranking.
         *
         * @param among the documents in it; empty for all that the search may find
         * @param first how many are wanted first
         */
        Ranking of(Optional<MatchingSlots> among, int first);
    }

    /**
     * Groups by a field.
     *
     * @param groupSize how many documents of each group
     * @param matching gives those that match a condition, of all that the search may find; used by
     *     several threads
     * @param order of documents
     */
    GroupedOrder(
            FieldPath path,
            int groupSize,
            Function<Map<String, @Nullable Object>, MatchingSlots> matching,
            Rankings rankings,
            Comparator<Hit> order,
            ScanWorkers workers) {
        this.path = path;
        this.groupSize = groupSize;
        this.matching = matching;
        this.rankings = rankings;
        this.order = order;
        this.workers = workers;
    }

    /** Documents with one value. */
    static final class Group {
        private final Object value;
        private final List<Hit> hits = new ArrayList<>();
        private boolean isComplete;

        Group(Object value) {
            this.value = value;
        }

        /** The value. */
        Object value() {
            return value;
        }

        /** At least one, the nearest first. */
        List<Hit> hits() {
            return hits;
        }
    }

    /** The groups from one position on, the nearest first; fewer or none if there are no more. */
    List<Group> page(int offset, int size) {
        final Map<Object, Group> groups = new LinkedHashMap<>();
        Ranking ranking = rankings.of(Optional.empty(), size * groupSize);
        while (addRound(ranking, groups) && groups.size() < offset + size) {
            ranking =
                    rankings.of(
                            Optional.of(matching.apply(inOthersThan(groups.values()))),
                            size * groupSize);
        }
        final List<Group> page =
                groups.values().stream()
                        .skip(offset)
                        .limit(size)
                        .collect(Collectors.toCollection(ArrayList::new));
        workers.forEach(page.size(), i -> finish(page.get(i)));
        page.sort(Comparator.comparing(group -> group.hits.getFirst(), order));
        return page;
    }

    /**
     * Adds the groups that come next in a ranking of documents that are in none so far.
     *
     * @return whether there can be more
     */
    private boolean addRound(Ranking ranking, Map<Object, Group> groups) {
        final Map<Object, Group> round = new LinkedHashMap<>();
        List<Hit> more;
        do {
            more = ranking.more();
            for (final Hit hit : more) {
                final Optional<Object> value = valueOf(hit);
                if (value.isPresent() && !groups.containsKey(value.get())) {
                    round.computeIfAbsent(value.get(), Group::new).hits.add(hit);
                }
            }
        } while (round.isEmpty() && !more.isEmpty());
        round.values().forEach(group -> group.isComplete = ranking.isComplete());
        groups.putAll(round);
        return !round.isEmpty() && !ranking.isComplete();
    }

    private Optional<Object> valueOf(Hit hit) {
        return switch (path.follow(hit.document())) {
            case final String text -> Optional.of(text);
            case final Boolean truth -> Optional.of(truth);
            case final Number number -> Optional.ofNullable(CanonicalValue.of(number));
            case null, default -> Optional.empty();
        };
    }

    private Map<String, @Nullable Object> inOthersThan(Iterable<Group> groups) {
        final List<Object> values = new ArrayList<>();
        groups.forEach(group -> values.add(group.value));
        return Map.of(
                "$and",
                List.of(
                        Map.of(path.toString(), Map.of("$type", Map.of("$in", GROUPING_TYPES))),
                        Map.of(path.toString(), Map.of("$nin", values))));
    }

    /** Has the nearest documents of a group, as many as are wanted if there are so many. */
    private void finish(Group group) {
        if (group.hits.size() < groupSize && !group.isComplete) {
            final Set<Long> known = group.hits.stream().map(Hit::id).collect(Collectors.toSet());
            final Ranking ranking =
                    rankings.of(
                            Optional.of(
                                    matching.apply(
                                            Map.of(path.toString(), Map.of("$eq", group.value)))),
                            groupSize);
            List<Hit> more;
            do {
                more = ranking.more();
                for (final Hit hit : more) {
                    if (valueOf(hit).filter(group.value::equals).isPresent()
                            && known.add(hit.id())) {
                        group.hits.add(hit);
                    }
                }
            } while (group.hits.size() < groupSize && !more.isEmpty());
        }
        group.hits.sort(order);
        if (group.hits.size() > groupSize) {
            group.hits.subList(groupSize, group.hits.size()).clear();
        }
    }
}
