package io.lokivector.engine.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of documents by one or more properties, each in {@link RankOrder}; immutable.
 *
 * <p>Documents that compare equal keep their order under a stable sort, in both directions.
 */
public final class DocumentOrder implements Comparator<Map<String, ? extends @Nullable Object>> {
    private final List<SortKey> keys;

    private DocumentOrder(List<SortKey> keys) {
        this.keys = keys;
    }

    /**
     * Parses a sort as clients write it: pairs of property and whether it descends; a bare property
     * ascends.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place
     */
    public static DocumentOrder parse(List<?> sort, QueryLimits limits) {
        return parse(sort, limits, "sort");
    }

    /**
     * Parses a sort that stands somewhere in a request.
     *
     * @param fault the place to name in a failure: {@code steps[2].value}
     */
    public static DocumentOrder parse(List<?> sort, QueryLimits limits, String fault) {
        if (sort.isEmpty()) {
            throw BadRequest.at(fault, "needs at least one property");
        }
        if (sort.size() > limits.sortKeysMax()) {
            throw BadRequest.at(fault, "names at most " + limits.sortKeysMax() + " properties");
        }
        List<SortKey> keys = new ArrayList<>(sort.size());
        for (int i = 0; i < sort.size(); i++) {
            keys.add(key(sort.get(i), limits, fault + "[" + i + "]"));
        }
        return new DocumentOrder(List.copyOf(keys));
    }

    /** The properties, the most significant first. */
    public List<SortKey> keys() {
        return keys;
    }

    @Override
    public int compare(
            Map<String, ? extends @Nullable Object> a, Map<String, ? extends @Nullable Object> b) {
        for (SortKey key : keys) {
            int order = RankOrder.compare(key.path().follow(a), key.path().follow(b));
            if (order != 0) {
                return key.descending() ? Integer.compare(0, order) : order;
            }
        }
        return 0;
    }

    private static SortKey key(@Nullable Object entry, QueryLimits limits, String path) {
        if (entry instanceof String property) {
            return new SortKey(FieldPath.parse(property, limits, path), false);
        }
        if (entry instanceof List<?> pair
                && !pair.isEmpty()
                && pair.size() <= 2
                && pair.get(0) instanceof String property) {
            Object descending = pair.size() == 2 ? pair.get(1) : Boolean.FALSE;
            if (descending instanceof Boolean descends) {
                return new SortKey(FieldPath.parse(property, limits, path), descends);
            }
        }
        throw BadRequest.at(path, "needs a property, or [property, descending]");
    }
}
