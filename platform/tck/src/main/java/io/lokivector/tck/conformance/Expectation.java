package io.lokivector.tck.conformance;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.transport.Problem;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what was recorded with what is observed. */
final class Expectation {
    /** What the recorder left out where nobody had asked for it. */
    private static final String META = "meta";

    /** What was recorded of steps of which only counts that they were carried out. */
    private static final String NOT_REFUSED = "ok";

    private Expectation() {}

    /** Whether an answer is the recorded one. */
    static boolean isMet(
            Map<String, @Nullable Object> expected, Map<String, @Nullable Object> observed) {
        for (final Map.Entry<String, @Nullable Object> entry : expected.entrySet()) {
            final String key = entry.getKey();
            if (key.equals("order") || key.equals(NOT_REFUSED)) {
                continue;
            }
            if (!observed.containsKey(key)) {
                return false;
            }
            final @Nullable Object recorded = PlainValue.of(entry.getValue());
            final @Nullable Object given = PlainValue.of(observed.get(key));
            final boolean same =
                    "impl".equals(expected.get("order"))
                            ? Set.copyOf(PlainValue.list(recorded))
                                    .equals(Set.copyOf(PlainValue.list(given)))
                            : isSame(recorded, given);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a refusal is the recorded one. Our sentences are our own; what is said of a taken
     * value is the original's.
     */
    static boolean isMet(Map<String, @Nullable Object> expected, Problem refusal) {
        final String message = String.valueOf(expected.get("error"));
        if (!expected.containsKey("error")) {
            return false;
        }
        if (message.startsWith("Duplicate key")) {
            return refusal.code() == ErrorCode.CONFLICT && refusal.message().endsWith(message);
        }
        if (message.endsWith("already exists")) {
            return refusal.code() == ErrorCode.CONFLICT;
        }
        return refusal.code() == ErrorCode.BAD_REQUEST || refusal.code() == ErrorCode.NOT_FOUND;
    }

    private static boolean isSame(@Nullable Object recorded, @Nullable Object given) {
        return switch (recorded) {
            case final String text when text.equals("<ts>") ->
                    given instanceof final BigDecimal time && time.signum() > 0;
            case final BigDecimal number when given instanceof final BigDecimal other ->
                    number.doubleValue() == other.doubleValue();
            case final List<?> list -> given instanceof final List<?> other && isSame(list, other);
            case final Map<?, ?> object ->
                    given instanceof final Map<?, ?> other && isSame(object, other);
            case null -> given == null;
            default -> recorded.equals(given);
        };
    }

    private static boolean isSame(List<?> recorded, List<?> given) {
        if (recorded.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < recorded.size(); i++) {
            if (!isSame(recorded.get(i), given.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Map<?, ?> recorded, Map<?, ?> given) {
        final Set<Object> keys = new HashSet<>(given.keySet());
        if (!recorded.containsKey(META)) {
            keys.remove(META);
        }
        return keys.equals(recorded.keySet())
                && keys.stream().allMatch(key -> isSame(recorded.get(key), given.get(key)));
    }
}
