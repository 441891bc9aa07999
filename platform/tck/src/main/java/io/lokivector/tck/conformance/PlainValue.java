package io.lokivector.tck.conformance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values in a form in which they are equal if they mean the same, however they travelled. */
final class PlainValue {
    private PlainValue() {}

    /** Numbers by value, objects without the order of their keys. */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case final Double number when !Double.isFinite(number) -> number.toString();
            case final Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case final List<?> list -> {
                final List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(each -> copy.add(of(each)));
                yield copy;
            }
            case final Set<?> set -> set.stream().map(PlainValue::of).collect(Collectors.toSet());
            case final Map<?, ?> object -> {
                final Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                object.forEach((key, each) -> copy.put(String.valueOf(key), of(each)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /** An object of a recording. */
    @SuppressWarnings("unchecked") // the keys of recorded objects are texts
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return (Map<String, @Nullable Object>) value;
        }
        throw new AssertionError("not an object: " + value);
    }

    /** A list of a recording. */
    @SuppressWarnings("unchecked") // a list of anything
    static List<@Nullable Object> list(@Nullable Object value) {
        if (value instanceof List<?>) {
            return (List<@Nullable Object>) value;
        }
        throw new AssertionError("not a list: " + value);
    }

    static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        return list(value).stream().map(PlainValue::object).toList();
    }

    static List<Long> ids(List<Map<String, @Nullable Object>> documents) {
        return documents.stream().map(document -> number(document.get("$loki"))).toList();
    }

    static long number(@Nullable Object value) {
        if (value instanceof final Number number) {
            return number.longValue();
        }
        throw new AssertionError("not a number: " + value);
    }
}
