package io.lokivector.engine.collection;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an index as clients name them: one, or a list. */
final class IndexFields {
    private static final int FIELD_LENGTH_MAX = 256;
    private static final int FIELDS_MAX = 8;

    private IndexFields() {}

    /** Each of a list of fields, or lists of them. */
    static List<List<String>> each(List<?> given, String option) {
        final List<List<String>> each = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            each.add(of(given.get(i), "options." + option + "[" + i + "]"));
        }
        return each;
    }

    private static List<String> of(@Nullable Object given, String path) {
        return switch (given) {
            case final String field -> List.of(field);
            case final List<?> list when list.stream().allMatch(String.class::isInstance) ->
                    list.stream().map(String.class::cast).toList();
            case null, default ->
                    throw new LokiVectorException(
                            ErrorCode.BAD_REQUEST,
                            path + ": must be a field or a list of fields",
                            Map.of("path", path));
        };
    }

    /** Refuses fields that no index can have. */
    static void check(List<String> fields) {
        if (fields.isEmpty() || fields.size() > FIELDS_MAX) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST, "an index has 1 to " + FIELDS_MAX + " fields");
        }
        for (final String field : fields) {
            if (field.isBlank() || field.length() > FIELD_LENGTH_MAX) {
                throw new LokiVectorException(
                        ErrorCode.BAD_REQUEST,
                        "an index needs a field of 1 to " + FIELD_LENGTH_MAX + " characters");
            }
        }
        if (new HashSet<>(fields).size() < fields.size()) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "an index has each of its fields once, not " + fields,
                    Map.of("fields", fields));
        }
    }
}
