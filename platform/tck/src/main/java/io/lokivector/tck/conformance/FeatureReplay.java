package io.lokivector.tck.conformance;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays one recorded sequence of operations through requests; for one thread. */
final class FeatureReplay {
    private final DocumentOperations documents;
    private final CollectionOperations collections;
    private final ViewOperations views;
    private final PipelineOperations pipelines;
    private final ChangeOperations changes;

    FeatureReplay(FeatureContext context) {
        this.documents = new DocumentOperations(context);
        this.collections = new CollectionOperations(context);
        this.views = new ViewOperations(context);
        this.pipelines = new PipelineOperations(context);
        this.changes = new ChangeOperations(context);
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
        return documents
                .observe(step)
                .or(() -> collections.observe(step))
                .or(() -> views.observe(step))
                .or(() -> pipelines.observe(step))
                .or(() -> changes.observe(step))
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
