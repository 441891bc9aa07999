package io.lokivector.engine.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows about a document: its {@code meta} field.
 *
 * @param revision 0 at first, one more with every change
 * @param createdMs epoch milliseconds
 * @param updatedMs epoch milliseconds of the last change; 0 if there was none
 * @param custom what the client put into {@code meta} beside these
 */
public record DocumentMeta(
        long revision, long createdMs, long updatedMs, Map<String, @Nullable Object> custom) {

    /** A new document's. */
    public static DocumentMeta created(long nowMs, Map<String, ? extends @Nullable Object> given) {
        return new DocumentMeta(0, nowMs, 0, customOf(given));
    }

    /** After one more change. */
    public DocumentMeta changed(long nowMs) {
        return new DocumentMeta(revision + 1, createdMs, nowMs, custom);
    }

    /** The same with another custom part. */
    public DocumentMeta withCustom(Map<String, ? extends @Nullable Object> given) {
        return new DocumentMeta(revision, createdMs, updatedMs, customOf(given));
    }

    /** The field's value, unmodifiable. */
    Map<String, @Nullable Object> toMap() {
        final Map<String, @Nullable Object> map = new LinkedHashMap<>(custom);
        map.put("revision", revision);
        map.put("created", createdMs);
        map.put("version", 0L);
        if (updatedMs != 0) {
            map.put("updated", updatedMs);
        }
        return Collections.unmodifiableMap(map);
    }

    private static Map<String, @Nullable Object> customOf(
            Map<String, ? extends @Nullable Object> given) {
        if (given.isEmpty()) {
            return Map.of();
        }
        final Map<String, @Nullable Object> custom = new LinkedHashMap<>(given);
        custom.keySet().removeIf(key -> isOwned(key));
        return custom;
    }

    private static boolean isOwned(String key) {
        return switch (key) {
            case "revision", "created", "version", "updated" -> true;
            default -> false;
        };
    }
}
