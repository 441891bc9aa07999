package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Contender.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * The filters of filtered search; the same in every process, because they follow from the data.
 *
 * <p>Random halves and thousandths; the parts of speech {@code verb} and {@code adv}, if the set
 * has such attributes; and {@code side}, the 12 % of the rows that lie farthest out along the first
 * component, which for most queries is not where the query is.
 */
final class Filters {
    private static final long SEED = 20_260_214;
    private static final double SIDE = 0.12;

    private Filters() {}

    static List<Filter> of(VectorSet data) throws IOException {
        final List<Filter> filters = new ArrayList<>();
        filters.add(random(data, "half", 2));
        final List<String> attributes = data.attributes();
        for (final String partOfSpeech : List.of("verb", "adv")) {
            final Filter filter =
                    rows(data, partOfSpeech, row -> is(attributes, row, partOfSpeech));
            if (!filter.rows().isEmpty()) {
                filters.add(filter);
            }
        }
        filters.add(side(data));
        filters.add(random(data, "thousandth", 1000));
        return filters;
    }

    /**
     * The filter of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Filter named(List<Filter> filters, String name) {
        if (name.equals(Filter.ALL.name())) {
            return Filter.ALL;
        }
        return filters.stream()
                .filter(filter -> filter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no filter " + name));
    }

    private static boolean is(List<String> attributes, int row, String partOfSpeech) {
        return row < attributes.size() && attributes.get(row).startsWith(partOfSpeech + "\t");
    }

    private static Filter random(VectorSet data, String name, int oneOf) {
        final Random random = new Random(SEED + oneOf);
        return rows(data, name, _ -> random.nextInt(oneOf) == 0);
    }

    private static Filter side(VectorSet data) {
        final float[] components = new float[data.size()];
        for (int row = 0; row < components.length; row++) {
            components[row] = data.vector(row)[0];
        }
        final float[] sorted = components.clone();
        Arrays.sort(sorted);
        final float least = sorted[(int) (sorted.length * (1 - SIDE))];
        return rows(data, "side", row -> components[row] >= least);
    }

    private static Filter rows(VectorSet data, String name, IntPredicate accepted) {
        final BitSet rows = new BitSet(data.size());
        for (int row = 0; row < data.size(); row++) {
            rows.set(row, accepted.test(row));
        }
        return new Filter(name, rows);
    }
}
