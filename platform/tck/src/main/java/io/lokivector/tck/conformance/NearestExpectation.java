package io.lokivector.tck.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a search finds with what was recorded.
 *
 * <p>The original computed with doubles, of vectors of doubles; here vectors are floats. So numbers
 * that are computed are the same to {@value #TOLERANCE} of what they are, or of 1 if they are less.
 */
final class NearestExpectation {
    private static final double TOLERANCE = 1e-6;

    /** Recorded distances have 12 decimals: what differs by no more may stand in any order. */
    private static final double TIE = 2e-12;

    private static final String DISTANCE = "$distance";
    private static final String META = "meta";

    private NearestExpectation() {}

    /**
     * Whether the nearest are those of a comparison with every vector, in their order.
     *
     * @param expected ids and distances, nearest first
     * @param isTieAtEnd whether others are as far as the last one
     */
    static boolean isMet(
            List<Map<String, @Nullable Object>> expected,
            boolean isTieAtEnd,
            List<Map<String, @Nullable Object>> found) {
        final Map<Long, Double> distances = new HashMap<>();
        expected.forEach(each ->
                distances.put(PlainValue.number(each.get("id")), real(each.get("distance"))));
        final Set<Long> ids = new HashSet<>(PlainValue.ids(found));
        if (found.size() != expected.size() || ids.size() != found.size()) {
            return false;
        }
        final double last = expected.isEmpty() ? 0 : real(expected.getLast().get("distance"));
        for (int i = 0; i < found.size(); i++) {
            final double distance = real(expected.get(i).get("distance"));
            final long id = PlainValue.number(found.get(i).get("$loki"));
            final double own =
                    distances.getOrDefault(id, isTieAtEnd ? last : Double.POSITIVE_INFINITY);
            if (Math.abs(own - distance) > TIE
                    || !isNear(distance, real(found.get(i).get(DISTANCE)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether results are the recorded ones: their order, their fields, and all values. */
    static boolean isMet(
            List<Map<String, @Nullable Object>> expected,
            List<Map<String, @Nullable Object>> found) {
        if (found.size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!isSame(expected.get(i), found.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(
            Map<String, @Nullable Object> expected, Map<String, @Nullable Object> found) {
        final Set<String> fields = new HashSet<>(found.keySet());
        fields.remove(META);
        return fields.equals(expected.keySet())
                && fields.stream()
                        .allMatch(field ->
                                field.startsWith("$") && expected.get(field) instanceof Double
                                        ? isNear(real(expected.get(field)), real(found.get(field)))
                                        : isSame(expected.get(field), found.get(field)));
    }

    private static boolean isSame(@Nullable Object expected, @Nullable Object found) {
        return expected instanceof final List<?> vector
                ? floats(vector).equals(floats(found))
                : String.valueOf(PlainValue.of(expected))
                        .equals(String.valueOf(PlainValue.of(found)));
    }

    /** The components of a vector, which may have come as a list. */
    private static List<Float> floats(@Nullable Object vector) {
        final List<Float> components = new ArrayList<>();
        if (vector instanceof final float[] packed) {
            for (final float component : packed) {
                components.add(component);
            }
        } else {
            PlainValue.list(vector).forEach(each -> components.add((float) real(each)));
        }
        return components;
    }

    private static boolean isNear(double expected, double found) {
        return Math.abs(found - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
    }

    private static double real(@Nullable Object value) {
        if (value instanceof final Number number) {
            return number.doubleValue();
        }
        throw new AssertionError("not a number: " + value);
    }
}
