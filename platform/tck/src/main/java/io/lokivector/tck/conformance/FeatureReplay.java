package io.lokivector.tck.conformance;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays one recorded sequence of operations through requests; for one thread. */
final class FeatureReplay {
    private final List<Operations> operations;

    /** Some of the recorded operations. */
    @FunctionalInterface
    private interface Operations {
        /** What is observed, or nothing if the operation is none of them. */
        Optional<Map<String, @Nullable Object>> observe(Map<String, @Nullable Object> step);
    }

    /** A replay of sequences without vector indexes. */
    FeatureReplay(FeatureContext context) {
        this.operations =
                List.of(
                        new DocumentOperations(context)::observe,
                        new CollectionOperations(context)::observe,
                        new ViewOperations(context)::observe,
                        new PipelineOperations(context)::observe,
                        new ChangeOperations(context)::observe);
    }

    /** A replay of sequences of operations on documents and vector indexes. */
    FeatureReplay(FeatureContext context, VectorOperations vectors) {
        this.operations = List.of(new DocumentOperations(context)::observe, vectors::observe);
    }

    /** The first step whose answer is not the recorded one, and that answer. */
    Optional<String> difference(Recorded recording) {
        for (final Map<String, @Nullable Object> step : recording.steps()) {
            final Map<String, @Nullable Object> expected = expected(step);
            try {
                final Map<String, @Nullable Object> observed = observe(step);
                if (!Expectation.isMet(expected, observed)) {
                    return Optional.of(recording.id() + ": " + step + " gave " + observed);
                }
            } catch (Caller.RefusedException e) {
                if (!Expectation.isMet(expected, e.problem())) {
                    return Optional.of(recording.id() + ": " + step + " gave " + e.problem());
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, @Nullable Object> observe(Map<String, @Nullable Object> step) {
        return operations.stream()
                .flatMap(each -> each.observe(step).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such operation: " + step));
    }

    private static Map<String, @Nullable Object> expected(Map<String, @Nullable Object> step) {
        final Map<String, @Nullable Object> expected = PlainValue.object(step.get("expect"));
        if (!"listCollections".equals(step.get("op"))) {
            return expected;
        }
        // Ours have a name and a count, and come in the order of their names.
        final List<Map<String, @Nullable Object>> listed =
                PlainValue.objects(expected.get("result")).stream()
                        .map(FeatureReplay::withoutType)
                        .sorted(Comparator.comparing(each -> String.valueOf(each.get("name"))))
                        .toList();
        return Map.of("result", listed);
    }

    private static Map<String, @Nullable Object> withoutType(
            Map<String, @Nullable Object> collection) {
        final Map<String, @Nullable Object> copy = new LinkedHashMap<>(collection);
        copy.remove("type");
        return copy;
    }
}
