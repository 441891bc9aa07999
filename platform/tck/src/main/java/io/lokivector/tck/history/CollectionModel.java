package io.lokivector.tck.history;

import io.lokivector.tck.history.CollectionOperation.NewDocument;
import io.lokivector.tck.history.CollectionResult.Found;
import io.lokivector.tck.history.CollectionResult.Inserted;
import io.lokivector.tck.history.CollectionResult.Number;
import io.lokivector.tck.history.CollectionResult.Refused;
import io.lokivector.tck.history.CollectionResult.Version;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a collection does: a state is its documents by id, and a map does the rest. */
final class CollectionModel
        implements Specification<Map<Long, Version>, CollectionOperation, CollectionResult> {
    private static final Comparator<Map.Entry<Long, Version>> GREATEST =
            Comparator.comparing(
                    Map.Entry::getValue,
                    Comparator.comparingLong(Version::value)
                            .reversed()
                            .thenComparingLong(Version::tag));

    private record Step(Map<Long, Version> state, CollectionResult result) {}

    @Override
    public Optional<Map<Long, Version>> after(
            Map<Long, Version> state, CollectionOperation operation, CollectionResult result) {
        final List<Long> ids = result instanceof Inserted(List<Long> given) ? given : List.of();
        final Step step = step(state, operation, ids);
        return step.result.equals(result) ? Optional.of(step.state) : Optional.empty();
    }

    @Override
    public Map<Long, Version> after(Map<Long, Version> state, CollectionOperation operation) {
        final List<Long> ids =
                operation instanceof CollectionOperation.Insert(_, List<Long> seen)
                        ? seen
                        : List.of();
        return step(state, operation, ids).state;
    }

    private static Step step(
            Map<Long, Version> state, CollectionOperation operation, List<Long> ids) {
        return switch (operation) {
            case CollectionOperation.Insert(var documents, _) -> insert(state, documents, ids);
            case CollectionOperation.SetValue(var key, var value) ->
                    change(state, version -> version.key().equals(key), Optional.of(value));
            case CollectionOperation.RaiseFrom(var from) ->
                    change(state, version -> version.value() >= from, Optional.empty());
            case CollectionOperation.RemoveFrom(var from) -> {
                final Map<Long, Version> after = new TreeMap<>(state);
                after.values().removeIf(version -> version.value() >= from);
                yield new Step(after, new Number(state.size() - after.size()));
            }
            case CollectionOperation.ReplaceIf(var id, var revision, var document) -> {
                final Optional<Refused> refused = refused(state, id, revision);
                yield refused.map(why -> new Step(state, why))
                        .orElseGet(() -> replaced(state, id, version(document, revision + 1)));
            }
            case CollectionOperation.DeleteIf(var id, var revision) -> {
                final Optional<Refused> refused = refused(state, id, revision);
                final Map<Long, Version> after = new TreeMap<>(state);
                after.remove(id);
                yield refused.map(why -> new Step(state, why))
                        .orElse(new Step(after, new Number(1)));
            }
            case CollectionOperation.FindFrom(var from) ->
                    found(state, version -> version.value() >= from);
            case CollectionOperation.FindKey(var key) ->
                    found(state, version -> version.key().equals(key));
            case CollectionOperation.FindGreatest() ->
                    new Step(
                            state,
                            new Found(
                                    state.entrySet().stream()
                                            .min(GREATEST)
                                            .map(first -> Map.of(first.getKey(), first.getValue()))
                                            .orElse(Map.of())));
            case CollectionOperation.CountFrom(var from) ->
                    new Step(
                            state,
                            new Number(
                                    state.values().stream()
                                            .filter(version -> version.value() >= from)
                                            .count()));
            case CollectionOperation.Get(var id) -> {
                final Map<Long, Version> one = new TreeMap<>(state);
                one.keySet().removeIf(each -> each != id);
                yield new Step(state, new Found(one));
            }
        };
    }

    private static Step insert(
            Map<Long, Version> state, List<NewDocument> documents, List<Long> ids) {
        final Set<String> taken = new HashSet<>();
        state.values().forEach(version -> taken.add(version.key()));
        for (final NewDocument document : documents) {
            if (!taken.add(document.key())) {
                return new Step(state, Refused.CONFLICT);
            }
        }
        if (ids.size() != documents.size() || ids.stream().anyMatch(state::containsKey)) {
            // It would have succeeded, but never with these ids.
            return new Step(state, new Inserted(List.of()));
        }
        final Map<Long, Version> after = new TreeMap<>(state);
        for (int i = 0; i < ids.size(); i++) {
            after.put(ids.get(i), version(documents.get(i), 0));
        }
        return new Step(after, new Inserted(ids));
    }

    /** Gives what matches a value, or one more than it has. */
    private static Step change(
            Map<Long, Version> state, Predicate<Version> matching, Optional<Long> value) {
        final Map<Long, Version> after = new TreeMap<>();
        long changed = 0;
        for (final Map.Entry<Long, Version> entry : state.entrySet()) {
            final Version before = entry.getValue();
            if (matching.test(before)) {
                changed++;
                after.put(
                        entry.getKey(),
                        new Version(
                                before.revision() + 1,
                                before.key(),
                                value.orElse(before.value() + 1),
                                before.tag()));
            } else {
                after.put(entry.getKey(), before);
            }
        }
        return new Step(after, new Number(changed));
    }

    private static Step replaced(Map<Long, Version> state, long id, Version version) {
        final Map<Long, Version> after = new TreeMap<>(state);
        after.put(id, version);
        return new Step(after, new Found(Map.of(id, version)));
    }

    private static Optional<Refused> refused(Map<Long, Version> state, long id, long revision) {
        if (!state.containsKey(id)) {
            return Optional.of(Refused.MISSING);
        }
        return state.get(id).revision() == revision ? Optional.empty() : Optional.of(Refused.STALE);
    }

    private static Version version(NewDocument document, long revision) {
        return new Version(revision, document.key(), document.value(), document.tag());
    }

    private static Step found(Map<Long, Version> state, Predicate<Version> matching) {
        final Map<Long, Version> found = new TreeMap<>(state);
        found.values().removeIf(version -> !matching.test(version));
        return new Step(state, new Found(found));
    }
}
