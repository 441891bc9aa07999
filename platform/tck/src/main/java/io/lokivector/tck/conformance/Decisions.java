package io.lokivector.tck.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is observed here instead of what was recorded, by recording and step. */
final class Decisions {
    private final Map<String, String> expected = new LinkedHashMap<>();

    /**
     * Decides on a step.
     *
     * @param step counted from 0
     * @param observed JSON with single quotes
     */
    void decide(String recording, int step, String observed) {
        expected.put(recording + "/" + step, observed.replace('\'', '"'));
    }

    /** A recording with what is to be observed here. */
    Recorded decided(Recorded recording) {
        final Map<String, @Nullable Object> fields = new LinkedHashMap<>(recording.fields());
        final List<@Nullable Object> steps = new ArrayList<>();
        for (final Map<String, @Nullable Object> step : recording.steps()) {
            final @Nullable String decision = expected.get(recording.id() + "/" + steps.size());
            final Map<String, @Nullable Object> decided = new LinkedHashMap<>(step);
            if (decision != null) {
                decided.put("expect", Recordings.parse(decision));
            }
            steps.add(decided);
        }
        fields.put("steps", steps);
        return new Recorded(fields);
    }
}
