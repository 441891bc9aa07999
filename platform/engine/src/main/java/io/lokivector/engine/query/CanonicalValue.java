package io.lokivector.engine.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in the form in which equal values are equal objects, for grouping: 1 and 1.0 are one
 * value, "1" is another; a packed vector is the list of its numbers; what is missing is null; the
 * order of an object's keys does not matter.
 */
public final class CanonicalValue {
    private CanonicalValue() {}

    /** The canonical form of a value; a copy that does not hold on to the document. */
    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Missing _ -> null;
            case String text -> text;
            case Number number -> Numbers.canonical(number);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                for (Object element : list) {
                    copy.add(of(element));
                }
                yield Collections.unmodifiableList(copy);
            }
            case float[] vector -> {
                List<@Nullable Object> numbers = new ArrayList<>(vector.length);
                for (float number : vector) {
                    numbers.add(Numbers.canonical(Numbers.widen(number)));
                }
                yield Collections.unmodifiableList(numbers);
            }
            case Map<?, ?> object -> {
                Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(object.size());
                object.forEach((key, element) -> copy.put(String.valueOf(key), of(element)));
                yield Collections.unmodifiableMap(copy);
            }
            default -> value;
        };
    }
}
