package io.lokivector.spi.request;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a vector index is to become, and when the new one may take over. */
public record IndexSwitchOptions(
        @Property(description = "The type of the new index; that of the old one if not given.")
                Optional<String> type,
        @Property(
                        description =
                                "What the type of the new index understands. The metric, the"
                                        + " dimension, the model and its source stay as they are.")
                Map<String, @Nullable Object> options,
        @Property(
                        description =
                                "The recall at 10 that is good enough, if the old index has more"
                                        + " than that.",
                        defaultValue = "0.95",
                        min = 0,
                        max = 1)
                double minRecall,
        @Property(
                        description =
                                "Let the new index answer by itself as soon as its recall is good"
                                        + " enough.",
                        defaultValue = "true")
                boolean automatic,
        @Property(
                        description =
                                "How long the old index is kept after that, so that one can go"
                                        + " back.",
                        defaultValue = "1h",
                        min = 0,
                        max = 31_536_000)
                Duration keepOld) {

    /** A switch to a type with its own options, and everything else as by default. */
    public static IndexSwitchOptions to(String type, Map<String, @Nullable Object> options) {
        return schema().bind(Map.of("type", type, "options", options), "");
    }

    /** How these options are read from a request. */
    public static RecordSchema<IndexSwitchOptions> schema() {
        return Schema.OF_SWITCH;
    }

    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<IndexSwitchOptions> OF_SWITCH =
                RecordSchema.of(IndexSwitchOptions.class);
    }
}
