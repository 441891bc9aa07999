package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a row of each value at a path that has not been seen before: {@code {"value": …}}. */
record DistinctStage(FieldPath field, String path) implements Stage {
    @Override
    public Sink into(Sink next, Run run) {
        final DistinctValues seen = new DistinctValues(field, run.budget(), path);
        return new FlowStages.PassingSink(next) {
            @Override
            public boolean take(Map<String, @Nullable Object> row) {
                final List<@Nullable Object> fresh = new ArrayList<>();
                seen.add(row, fresh::add);
                for (final Object value : fresh) {
                    final Map<String, @Nullable Object> made = new LinkedHashMap<>();
                    made.put("value", value);
                    if (!next.take(made)) {
                        return false;
                    }
                }
                return true;
            }
        };
    }
}
