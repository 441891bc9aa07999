package io.lokivector.engine.aggregate;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.CanonicalValue;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.RankOrder;
import io.lokivector.engine.query.ScriptValue;
import io.lokivector.engine.rows.RowBudget;
import io.lokivector.spi.request.FieldStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers the statistics of a field, document by document; for one thread and one use. */
final class StatisticsGatherer {
    private static final String PATH = "statistics";

    private final FieldPath field;
    private final boolean withValues;
    private final RowBudget budget;
    private final ExactSum sum = new ExactSum();
    private final Map<Object, Integer> frequencies = new HashMap<>();
    private final List<@Nullable Object> values = new ArrayList<>();
    private double[] numbers = new double[64];
    private int count;
    private long documents;
    private FieldStatistics.@Nullable Extreme least;
    private FieldStatistics.@Nullable Extreme greatest;

    StatisticsGatherer(FieldPath field, boolean withValues, RowBudget budget) {
        this.field = field;
        this.withValues = withValues;
        this.budget = budget;
    }

    void add(DocumentMap document) {
        documents++;
        final @Nullable Object value = field.follow(document);
        if (withValues) {
            budget.hold(PATH);
            values.add(value == Missing.VALUE ? null : value);
        }
        if (value instanceof final Number number) {
            add(document.id(), number);
        }
        final @Nullable Object key = CanonicalValue.of(value);
        if (key != null && frequencies.merge(key, 1, Integer::sum) == 1) {
            budget.hold(PATH);
        }
    }

    private void add(long id, Number number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = number.doubleValue();
        sum.add(number);
        if (least == null || RankOrder.compare(number, least.value()) < 0) {
            least = new FieldStatistics.Extreme(id, number);
        }
        if (greatest == null || RankOrder.compare(number, greatest.value()) > 0) {
            greatest = new FieldStatistics.Extreme(id, number);
        }
    }

    FieldStatistics finish() {
        final Optional<Double> average =
                count == 0 ? Optional.empty() : finite(sum.doubleValue() / count);
        return new FieldStatistics(
                field.toString(),
                documents,
                count,
                average,
                median(),
                mode(),
                average.flatMap(this::deviation),
                Optional.ofNullable(least),
                Optional.ofNullable(greatest),
                withValues ? Optional.of(values) : Optional.empty());
    }

    private static Optional<Double> finite(double number) {
        return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    }

    private Optional<Double> median() {
        if (count == 0) {
            return Optional.empty();
        }
        Arrays.sort(numbers, 0, count);
        final double upper = numbers[count / 2];
        return finite(count % 2 == 1 ? upper : (numbers[count / 2 - 1] + upper) / 2);
    }

    private Optional<String> mode() {
        @Nullable Object mode = null;
        int most = 0;
        for (final Map.Entry<Object, Integer> each : frequencies.entrySet()) {
            final int frequency = each.getValue();
            if (frequency > most
                    || (frequency == most && RankOrder.compare(each.getKey(), mode) < 0)) {
                mode = each.getKey();
                most = frequency;
            }
        }
        return mode == null ? Optional.empty() : Optional.of(ScriptValue.text(mode));
    }

    /** In two passes, for the mean is known. */
    private Optional<Double> deviation(double average) {
        final ExactSum squares = new ExactSum();
        for (int i = 0; i < count; i++) {
            final double difference = numbers[i] - average;
            squares.add(difference * difference);
        }
        return finite(Math.sqrt(squares.doubleValue() / count));
    }
}
