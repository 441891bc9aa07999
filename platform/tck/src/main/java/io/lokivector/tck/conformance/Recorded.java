package io.lokivector.tck.conformance;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recording.
 *
 * @param fields as they were recorded, plain values
 */
public record Recorded(Map<String, @Nullable Object> fields) {
    /** Its name. */
    public String id() {
        return text("id");
    }

    /** What it is an example of. */
    String group() {
        return text("group");
    }

    /** A field as text. */
    String text(String key) {
        return String.valueOf(fields.get(key));
    }

    /** An object; empty if there is none. */
    Map<String, @Nullable Object> object(String key) {
        final @Nullable Object value = fields.get(key);
        return value == null ? Map.of() : PlainValue.object(value);
    }

    List<Map<String, @Nullable Object>> steps() {
        return PlainValue.objects(fields.get("steps"));
    }
}
