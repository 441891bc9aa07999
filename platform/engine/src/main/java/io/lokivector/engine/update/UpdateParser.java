package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.ElementQuery;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.QueryLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads an update. */
final class UpdateParser {
    private static final List<String> KEPT_BY_THE_ENGINE = List.of("$loki", "meta");

    private final QueryLimits limits;

    UpdateParser(QueryLimits limits) {
        this.limits = limits;
    }

    Update parse(Map<?, ?> update) {
        Map<UpdateOperator, Map<?, ?>> fields = new EnumMap<>(UpdateOperator.class);
        int count = 0;
        for (Map.Entry<?, ?> entry : update.entrySet()) {
            String here = "update." + entry.getKey();
            UpdateOperator operator = UpdateOperator.of(entry.getKey());
            if (operator == null) {
                throw BadRequest.at(here, "unknown operator; known are " + operators());
            }
            Map<?, ?> operands = operands(operator, entry.getValue(), here);
            fields.put(operator, operands);
            count += operands.size();
        }
        if (count > limits.conditionsMax()) {
            throw BadRequest.at("update", "changes at most " + limits.conditionsMax() + " fields");
        }
        List<DocumentEdit> edits = new ArrayList<>(count);
        List<DocumentEdit> editsOfNew = new ArrayList<>();
        fields.forEach((operator, operands) ->
                edits(
                        operator,
                        operands,
                        operator == UpdateOperator.SET_ON_INSERT ? editsOfNew : edits));
        return new Update(edits, editsOfNew);
    }

    private void edits(UpdateOperator operator, Map<?, ?> operands, List<DocumentEdit> edits) {
        for (Map.Entry<?, ?> entry : operands.entrySet()) {
            String here = "update." + operator.symbol() + "." + entry.getKey();
            FieldPath field = field(entry.getKey(), here);
            edits.add(
                    operator == UpdateOperator.RENAME
                            ? rename(field, entry.getValue(), here)
                            : new DocumentEdit.OfField(
                                    field, change(operator, entry.getValue(), here)));
        }
    }

    private FieldChange change(UpdateOperator operator, @Nullable Object operand, String path) {
        return switch (operator) {
            case SET, SET_ON_INSERT -> {
                Object value = value(operand, path);
                yield (_, _) -> value;
            }
            case UNSET, RENAME -> (_, _) -> Missing.VALUE;
            case INC -> new NumberChange(number(operand, path), false);
            case MUL -> new NumberChange(number(operand, path), true);
            case MIN -> new BoundChange(value(operand, path), false);
            case MAX -> new BoundChange(value(operand, path), true);
            case PUSH -> new PushParser(limits).parse(operand, path);
            case ADD_TO_SET -> new ListChange.AddToSet(values(operand, path));
            case PULL -> pull(operand, path);
            case POP -> pop(operand, path);
        };
    }

    private DocumentEdit rename(FieldPath from, @Nullable Object operand, String path) {
        FieldPath to = field(operand, path);
        if (overlap(from.names(), to.names())) {
            throw BadRequest.at(path, "a field cannot move onto, into or out of itself");
        }
        return new DocumentEdit.Rename(from, to);
    }

    private static boolean overlap(List<String> a, List<String> b) {
        int shared = Math.min(a.size(), b.size());
        return a.subList(0, shared).equals(b.subList(0, shared));
    }

    /** An object of fields and operands; {@code $unset} also takes a list of fields. */
    private static Map<?, ?> operands(
            UpdateOperator operator, @Nullable Object operands, String path) {
        if (operands instanceof Map<?, ?> object) {
            return object;
        }
        if (operator == UpdateOperator.UNSET && operands instanceof List<?> list) {
            Map<@Nullable Object, Boolean> fields = new LinkedHashMap<>();
            list.forEach(field -> fields.put(field, true));
            return fields;
        }
        throw BadRequest.at(path, "needs an object of fields");
    }

    private FieldPath field(@Nullable Object key, String path) {
        if (!(key instanceof String text)) {
            throw BadRequest.at(path, "needs the path of a field");
        }
        FieldPath field = FieldPath.parse(text, limits, path);
        String first = field.names().getFirst();
        if (KEPT_BY_THE_ENGINE.contains(first)) {
            throw BadRequest.at(path, first + " is kept by the database and cannot be changed");
        }
        if (field.names().stream().anyMatch(name -> name.startsWith("$"))) {
            throw BadRequest.at(path, "the name of a field does not begin with $");
        }
        return field;
    }

    private @Nullable Object value(@Nullable Object operand, String path) {
        return StoredValue.copy(operand, path, limits);
    }

    private Number number(@Nullable Object operand, String path) {
        if (value(operand, path) instanceof Number number) {
            return number;
        }
        throw BadRequest.at(path, "needs a number");
    }

    /** One value, or {@code {"$each": [...]}} for several. */
    private List<@Nullable Object> values(@Nullable Object operand, String path) {
        if (!(operand instanceof Map<?, ?> object) || !object.containsKey("$each")) {
            return Collections.singletonList(value(operand, path));
        }
        boolean alone = object.size() == 1;
        if (alone && value(object.get("$each"), path) instanceof List<?> list) {
            return Collections.unmodifiableList(list);
        }
        throw BadRequest.at(path, "$each needs a list, and stands alone");
    }

    /** Elements like a value; for an object, elements that it matches as in {@code $elemMatch}. */
    private FieldChange pull(@Nullable Object operand, String path) {
        if (operand instanceof Map<?, ?> query) {
            ElementQuery elements = ElementQuery.parse(query, limits, path);
            return new ListChange.Pull(elements::matches);
        }
        Object value = value(operand, path);
        return new ListChange.Pull(element -> StoredValue.alike(element, value));
    }

    private static FieldChange pop(@Nullable Object operand, String path) {
        if (operand instanceof Number number && Math.abs(number.doubleValue()) == 1) {
            return new ListChange.Pop(number.doubleValue() < 0);
        }
        throw BadRequest.at(path, "needs 1 for the last element or -1 for the first");
    }

    private static String operators() {
        return Arrays.stream(UpdateOperator.values())
                .map(UpdateOperator::symbol)
                .collect(Collectors.joining(" "));
    }
}
