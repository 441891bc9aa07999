package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentLimits;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes definitions as documents of spelled-out field names, and reads them again. */
final class DefinitionCodec {
    private static final DocumentLimits LIMITS = new DocumentLimits(16 << 20, 128);

    /**
     * 0 had neither this number nor indexes of several fields; 1 did not say whether documents from
     * before a vector index have its form, and knew no switches.
     */
    private static final int FORMAT = 2;

    private DefinitionCodec() {}

    static byte[] encode(CollectionDefinition definition) {
        final Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("number", definition.number());
        map.put("name", definition.name());
        map.put("createdAt", definition.createdAt().toEpochMilli());
        map.put("shards", definition.shards());
        map.put("nextIndexNumber", definition.nextIndexNumber());
        map.put("columns", definition.columns());
        final List<Object> indexes = new ArrayList<>();
        for (final IndexDefinition index : definition.indexes()) {
            final Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("number", index.number());
            entry.put("fields", index.fields());
            entry.put("type", index.type());
            entry.put("options", index.options());
            entry.put("dimension", index.dimension());
            entry.put("recoded", index.recoded());
            index.switching().ifPresent(underWay -> entry.put("switch", encoded(underWay)));
            indexes.add(entry);
        }
        map.put("indexes", indexes);
        if (!definition.attachments().isEmpty()) {
            map.put("attachments", definition.attachments());
        }
        return encode(map);
    }

    private static Map<String, @Nullable Object> encoded(SwitchDefinition underWay) {
        final Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("number", underWay.number());
        entry.put("type", underWay.type());
        entry.put("options", underWay.options());
        entry.put("isCutOver", underWay.isCutOver());
        entry.put("minRecall", underWay.minRecall());
        entry.put("automatic", underWay.automatic());
        entry.put("keepOldMs", underWay.keepOldMs());
        entry.put("keptUntilMs", underWay.keptUntilMs());
        return entry;
    }

    private static byte[] encode(Map<String, ? extends @Nullable Object> map) {
        return new DocumentEncoder(FieldNames.spelledOut(), LIMITS)
                .encode(map, DocumentMeta.created(0, Map.of()), Set.of(), "options")
                .body();
    }

    private static Map<String, @Nullable Object> decoded(byte[] bytes) {
        return new DocumentMap(
                0, new StoredDocument(bytes), FieldNames.spelledOut(), Vectors.none());
    }

    /** A copy of a map as it will be read again: whatever is done to the original. */
    static Map<String, @Nullable Object> canonical(Map<String, @Nullable Object> map) {
        return options(decoded(encode(Map.of("map", map))).get("map"));
    }

    static CollectionDefinition decode(byte[] bytes) {
        final Map<String, @Nullable Object> map = decoded(bytes);
        if (whole(map, "format") > FORMAT) {
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE,
                    "collection '"
                            + text(map, "name")
                            + "' was written by a newer version of the database; open it with that"
                            + " version");
        }
        final List<IndexDefinition> indexes = new ArrayList<>();
        for (final Object element : list(map, "indexes")) {
            if (element instanceof final Map<?, ?> index) {
                indexes.add(index(index));
            }
        }
        return new CollectionDefinition(
                number(map, "number"),
                text(map, "name"),
                Instant.ofEpochMilli(whole(map, "createdAt")),
                number(map, "shards"),
                number(map, "nextIndexNumber"),
                indexes,
                list(map, "columns").stream().map(String::valueOf).toList(),
                attachments(map.get("attachments")));
    }

    private static IndexDefinition index(Map<?, ?> index) {
        final IndexDefinition decoded =
                new IndexDefinition(
                        number(index, "number"),
                        fields(index),
                        text(index, "type"),
                        options(index.get("options")),
                        number(index, "dimension"));
        // Where it is not known, it is looked at once more.
        return decoded.withRecoded(
                        index.get("recoded") instanceof final Boolean done
                                ? done
                                : !decoded.isVector())
                .withSwitch(
                        index.get("switch") instanceof final Map<?, ?> underWay
                                ? Optional.of(underWay(underWay))
                                : Optional.empty());
    }

    private static SwitchDefinition underWay(Map<?, ?> entry) {
        return new SwitchDefinition(
                number(entry, "number"),
                text(entry, "type"),
                options(entry.get("options")),
                isTrue(entry, "isCutOver"),
                entry.get("minRecall") instanceof final Number least ? least.doubleValue() : 0,
                isTrue(entry, "automatic"),
                whole(entry, "keepOldMs"),
                whole(entry, "keptUntilMs"));
    }

    private static boolean isTrue(Map<?, ?> map, String key) {
        return Boolean.TRUE.equals(map.get(key));
    }

    /** In the first format an index had one field. */
    private static List<String> fields(Map<?, ?> index) {
        return index.containsKey("fields")
                ? list(index, "fields").stream().map(String::valueOf).toList()
                : List.of(text(index, "field"));
    }

    private static Map<String, Map<String, @Nullable Object>> attachments(@Nullable Object value) {
        final Map<String, Map<String, @Nullable Object>> families = new LinkedHashMap<>();
        options(value).forEach((family, named) -> families.put(family, options(named)));
        return families;
    }

    private static Map<String, @Nullable Object> options(@Nullable Object value) {
        final Map<String, @Nullable Object> options = new LinkedHashMap<>();
        if (value instanceof final Map<?, ?> map) {
            map.forEach((key, option) -> options.put(String.valueOf(key), option));
        }
        return options;
    }

    private static long whole(Map<?, ?> map, String key) {
        return map.get(key) instanceof final Number number ? number.longValue() : 0;
    }

    private static int number(Map<?, ?> map, String key) {
        return (int) whole(map, key);
    }

    private static String text(Map<?, ?> map, String key) {
        return String.valueOf(map.get(key));
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof final List<?> list ? list : List.of();
    }
}
