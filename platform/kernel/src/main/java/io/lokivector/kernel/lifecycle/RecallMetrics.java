package io.lokivector.kernel.lifecycle;

import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SampledRecall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The recall of vector fields in the Prometheus text format, each with its collection and field as
 * labels.
 *
 * <p>It is read from the collections that there are, rather than kept as meters, so that it goes
 * with its collection. There are no more than {@value #FIELDS_MAX} fields in it, the first by name.
 */
final class RecallMetrics {
    /** Each label value costs whoever collects metrics memory. */
    static final int FIELDS_MAX = 1_000;

    private RecallMetrics() {}

    /** What is known of one field. */
    private record Measured(String labels, SampledRecall recall) {}

    static void append(
            StringBuilder text, List<CollectionInfo> collections, Predicate<String> isVisible) {
        final List<Measured> fields = fields(collections, isVisible);
        if (fields.isEmpty()) {
            return;
        }
        gauge(
                text,
                "lokivector_vector_recall_at_10",
                "Share of the ten nearest that searches find, measured on a sample of them",
                fields,
                SampledRecall::at10);
        gauge(
                text,
                "lokivector_vector_recall_at_10_low",
                "Lower end of the 95 % confidence interval of that share",
                fields,
                SampledRecall::low);
        gauge(
                text,
                "lokivector_vector_recall_at_10_high",
                "Upper end of the 95 % confidence interval of that share",
                fields,
                SampledRecall::high);
        gauge(
                text,
                "lokivector_vector_recall_samples",
                "Number of searches that it was measured on",
                fields,
                SampledRecall::samples);
    }

    private static List<Measured> fields(
            List<CollectionInfo> collections, Predicate<String> isVisible) {
        final List<Measured> fields = new ArrayList<>();
        for (final CollectionInfo collection : collections) {
            for (final IndexInfo index : collection.indexes()) {
                if (index.recall().isPresent()
                        && fields.size() < FIELDS_MAX
                        && isVisible.test(collection.name())) {
                    fields.add(
                            new Measured(
                                    "collection=\""
                                            + escaped(collection.name())
                                            + "\",field=\""
                                            + escaped(index.field())
                                            + '"',
                                    index.recall().get()));
                }
            }
        }
        return fields;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void gauge(
            StringBuilder text,
            String name,
            String description,
            List<Measured> fields,
            ToDoubleFunction<SampledRecall> value) {
        text.append("# HELP ").append(name).append(' ').append(description).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
        for (final Measured field : fields) {
            text.append(name)
                    .append('{')
                    .append(field.labels)
                    .append("} ")
                    .append(value.applyAsDouble(field.recall))
                    .append('\n');
        }
    }
}
