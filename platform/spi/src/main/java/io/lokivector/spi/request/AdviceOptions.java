package io.lokivector.spi.request;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be tried on a sample of the vectors of a field.
 *
 * @param sample how many of the stored vectors each candidate is built of
 * @param queries how many searches each point of the curve is measured with: those made of late,
 *     and if there are not enough, stored vectors that are kept out of the candidates
 * @param k how many neighbours these searches want
 * @param targetRecall the share of the exact answer that should be found
 * @param type the index type to try; that of the field if empty
 * @param ef how many candidates a search holds, each to be tried; some from 16 to 256 if empty
 * @param options options of the index type, each with a list of values to try, in every
 *     combination; if empty, the field's own options, and from these each known one varied alone
 * @param timeLimit after which the curve is given as far as it is known
 */
public record AdviceOptions(
        @Property(
                        description = "How many stored vectors the candidates are built of.",
                        defaultValue = "10000",
                        min = 100,
                        max = 100_000)
                int sample,
        @Property(
                        description = "How many searches each point is measured with.",
                        defaultValue = "100",
                        min = 10,
                        max = 1_000)
                int queries,
        @Property(
                        description = "How many neighbours these searches want.",
                        defaultValue = "10",
                        min = 1,
                        max = 100)
                int k,
        @Property(
                        description = "The share of the exact answer that should be found.",
                        defaultValue = "0.95",
                        min = 0.1,
                        max = 1)
                double targetRecall,
        @Property(description = "The index type to try; the field's own if it is left out.")
                Optional<String> type,
        @Property(
                        description = "The values of ef to try; 16 to 256 if they are left out.",
                        min = 1,
                        max = 16_384)
                List<Integer> ef,
        @Property(
                        description =
                                "Options of the index type, each with the values to try, in every"
                                        + " combination.")
                Map<String, @Nullable Object> options,
        @Property(
                        description = "When to stop and give the curve as far as it is known.",
                        defaultValue = "60s",
                        min = 0.1,
                        max = 600)
                Duration timeLimit) {
    /** Every option at its default. */
    public static AdviceOptions defaults() {
        return schema().defaults();
    }

    /** How these options are read from a request. */
    public static RecordSchema<AdviceOptions> schema() {
        return Schema.OF_ADVICE;
    }

    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<AdviceOptions> OF_ADVICE =
                RecordSchema.of(AdviceOptions.class);
    }
}
