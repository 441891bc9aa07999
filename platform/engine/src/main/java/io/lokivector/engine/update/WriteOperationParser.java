package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operations of a bulk write, such as {@code [{"insertOne": {"document": {...}}},
 * {"updateOne": {"query": {...}, "update": {...}, "upsert": true}}]}.
 */
public final class WriteOperationParser {
    private static final List<String> KINDS =
            List.of(
                    "insertOne",
                    "updateOne",
                    "updateMany",
                    "replaceOne",
                    "deleteOne",
                    "deleteMany");

    private WriteOperationParser() {}

    /**
     * Parses all operations. Documents to be inserted are not looked at: they are data.
     *
     * @throws LokiVectorException {@code BAD_REQUEST} naming the place, such as {@code
     *     operations[3].updateOne.update.$inc.x}
     */
    public static List<WriteOperation> parse(List<? extends @Nullable Object> operations) {
        List<WriteOperation> parsed = new ArrayList<>(operations.size());
        for (int i = 0; i < operations.size(); i++) {
            parsed.add(operation(operations.get(i), "operations[" + i + "]"));
        }
        return parsed;
    }

    /** The kind of an operation that has been parsed, for failures. */
    public static String kindOf(@Nullable Object operation) {
        return operation instanceof Map<?, ?> object && object.size() == 1
                ? String.valueOf(object.keySet().iterator().next())
                : "";
    }

    private static WriteOperation operation(@Nullable Object operation, String path) {
        String kind = kindOf(operation);
        if (!KINDS.contains(kind) || !(operation instanceof Map<?, ?> object)) {
            throw BadRequest.at(path, "needs an object with one of " + String.join(" ", KINDS));
        }
        String here = path + "." + kind;
        if (!(object.get(kind) instanceof Map<?, ?> arguments)) {
            throw BadRequest.at(here, "needs an object");
        }
        try {
            return operation(kind, arguments);
        } catch (LokiVectorException e) {
            throw BadRequest.within(here, e);
        }
    }

    private static WriteOperation operation(String kind, Map<?, ?> arguments) {
        return switch (kind) {
            case "insertOne" -> {
                checkKeys(arguments, List.of("document"));
                if (!arguments.containsKey("document")) {
                    throw BadRequest.at("document", "is missing");
                }
                yield new WriteOperation.Insert(arguments.get("document"));
            }
            case "updateOne", "updateMany" -> {
                checkKeys(arguments, List.of("query", "update", "upsert"));
                yield WriteOperation.update(
                        object(arguments, "query"),
                        object(arguments, "update"),
                        kind.equals("updateMany"),
                        flag(arguments, "upsert"));
            }
            case "replaceOne" -> {
                checkKeys(arguments, List.of("query", "document", "upsert"));
                yield WriteOperation.replace(
                        object(arguments, "query"),
                        object(arguments, "document"),
                        flag(arguments, "upsert"));
            }
            default -> {
                checkKeys(arguments, List.of("query"));
                yield WriteOperation.delete(object(arguments, "query"), kind.equals("deleteMany"));
            }
        };
    }

    private static void checkKeys(Map<?, ?> arguments, List<String> known) {
        for (Object key : arguments.keySet()) {
            if (!known.contains(key)) {
                throw BadRequest.at(
                        String.valueOf(key), "unknown; known are " + String.join(" ", known));
            }
        }
    }

    @SuppressWarnings("unchecked") // checked here
    private static Map<String, @Nullable Object> object(Map<?, ?> arguments, String key) {
        if (arguments.get(key) instanceof Map<?, ?> object
                && object.keySet().stream().allMatch(String.class::isInstance)) {
            return (Map<String, @Nullable Object>) object;
        }
        throw BadRequest.at(key, arguments.containsKey(key) ? "needs an object" : "is missing");
    }

    private static boolean flag(Map<?, ?> arguments, String key) {
        Object value = arguments.get(key);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw BadRequest.at(key, "needs true or false");
    }
}
