package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.spi.schema.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code $group} stages. */
final class GroupParser {
    private static final Map<String, Group.Maker> ACCUMULATORS = accumulators();

    private final ExpressionParser expressions;

    GroupParser(ExpressionParser expressions) {
        this.expressions = expressions;
    }

    private static Map<String, Group.Maker> accumulators() {
        final Map<String, Group.Maker> all = new LinkedHashMap<>();
        all.put("$sum", (_, _) -> new Accumulator.Sum());
        all.put("$avg", (_, _) -> new Accumulator.Average());
        all.put("$min", (_, _) -> new Accumulator.Extreme(-1));
        all.put("$max", (_, _) -> new Accumulator.Extreme(1));
        all.put("$count", (_, _) -> new Accumulator.Count());
        all.put("$first", (_, _) -> new Accumulator.First());
        all.put("$last", (_, _) -> new Accumulator.Last());
        all.put("$push", Accumulator.Push::new);
        all.put("$addToSet", Accumulator.AddToSet::new);
        all.put("$stdDevPop", (_, _) -> new Accumulator.Deviation(0));
        all.put("$stdDevSamp", (_, _) -> new Accumulator.Deviation(1));
        return all;
    }

    Group parse(Map<String, @Nullable Object> written, String path) {
        final boolean hasId = written.containsKey("_id");
        if (hasId == written.containsKey("by")) {
            throw BadRequest.at(
                    path, "needs the key of the groups: either _id or by; null for one group");
        }
        final String keyName = hasId ? "_id" : "by";
        final Expression key = expressions.parse(written.get(keyName), path + "." + keyName);
        final List<Group.Field> fields = new ArrayList<>();
        final Map<@Nullable Object, Integer> numbers = new HashMap<>();
        final List<Expression> operands = new ArrayList<>();
        written.forEach((name, value) -> {
            if (!name.equals(keyName)) {
                fields.add(field(name, value, path + "." + name, numbers, operands));
            }
        });
        return new Group(key, List.copyOf(operands), List.copyOf(fields), path);
    }

    private Group.Field field(
            String name,
            @Nullable Object value,
            String path,
            Map<@Nullable Object, Integer> numbers,
            List<Expression> operands) {
        PipelineParser.fieldName(name, path);
        if (!(value instanceof final Map<?, ?> object) || object.size() != 1) {
            throw BadRequest.at(path, "needs one accumulator, such as {\"$sum\": \"$price\"}");
        }
        final Map.Entry<?, ?> only = object.entrySet().iterator().next();
        final String written = String.valueOf(only.getKey());
        final Group.@Nullable Maker maker =
                ACCUMULATORS.get(written.startsWith("$") ? written : "$" + written);
        if (maker == null) {
            throw BadRequest.at(
                    path,
                    "unknown accumulator '"
                            + written
                            + "'"
                            + NearestName.to(written, ACCUMULATORS.keySet())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(
                                            "; there are "
                                                    + String.join(" ", ACCUMULATORS.keySet())));
        }
        final String here = path + "." + written;
        final Expression operand = expressions.parse(only.getValue(), here);
        final int number =
                numbers.computeIfAbsent(
                        only.getValue(),
                        _ -> {
                            operands.add(operand);
                            return operands.size() - 1;
                        });
        return new Group.Field(name, maker, number, here);
    }

    /** A row for each different value at a path, as its field {@code value}. */
    Stage distinct(@Nullable Object value, String path) {
        return new DistinctStage(PipelineParser.fieldPath(value, path), path);
    }
}
