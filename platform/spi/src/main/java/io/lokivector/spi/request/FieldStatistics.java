package io.lokivector.spi.request;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of the values of a field. What can only be said of numbers is said of those values
 * that are numbers, and is empty if there are none.
 *
 * @param documents how many documents there are
 * @param numbers how many of them have a number in the field
 * @param average the arithmetic mean
 * @param median the middle number; the mean of the two in the middle if their number is even
 * @param mode the most frequent value that is not null, whatever its type, as text; of equally
 *     frequent ones the least
 * @param standardDeviation of the population
 * @param least the first document with the least number
 * @param greatest the first document with the greatest number
 * @param values the value of each document, null where it has none; empty if not asked for
 */
public record FieldStatistics(
        String field,
        long documents,
        long numbers,
        Optional<Double> average,
        Optional<Double> median,
        Optional<String> mode,
        Optional<Double> standardDeviation,
        Optional<Extreme> least,
        Optional<Extreme> greatest,
        Optional<List<@Nullable Object>> values) {

    /**
     * A number, and where it is.
     *
     * @param id the document's {@code $loki}
     */
    public record Extreme(long id, Number value) {}
}
