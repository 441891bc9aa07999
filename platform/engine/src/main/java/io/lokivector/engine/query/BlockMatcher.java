package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A query compiled for blocks of stored documents: what {@link Query#matches} says of each, but
 * mostly without decoding them. Immutable, for any number of threads.
 *
 * <p>The parts of a conjunction are tried cheap ones first. The answer is the same, except that a
 * regular expression that would take too long is not tried on a document that something cheaper
 * rules out.
 */
public final class BlockMatcher {
    /** From here on a test may do work that depends on what is tested. */
    private static final int COSTLY = 20;

    private final List<List<String>> fields;
    private final BlockCondition condition;

    private BlockMatcher(List<List<String>> fields, BlockCondition condition) {
        this.fields = fields;
        this.condition = condition;
    }

    static BlockMatcher of(Condition condition) {
        Map<FieldPath, Integer> columns = new LinkedHashMap<>();
        BlockCondition compiled = compile(condition, columns);
        return new BlockMatcher(columns.keySet().stream().map(FieldPath::names).toList(), compiled);
    }

    /** Whether a test of one document may take long: it decodes it, or tries a pattern. */
    public boolean isCostly() {
        return condition.cost() >= COSTLY;
    }

    /** A block that has the columns which this needs. */
    public DocumentBlock block(FieldNames names, DocumentMaps maps, ScannedFields scanned) {
        return new DocumentBlock(names, fields, maps, scanned);
    }

    /**
     * The rows whose documents match, out of the candidates.
     *
     * @param block made by {@link #block}, and showing the candidates
     * @param candidates a bit for each row to look at
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if a regular expression
     *     takes too long on a value
     */
    public long matching(DocumentBlock block, long candidates) {
        return condition.matching(block, candidates);
    }

    private static BlockCondition compile(Condition part, Map<FieldPath, Integer> columns) {
        return switch (part) {
            case Condition.And(List<Condition> parts) -> {
                BlockCondition[] compiled = compile(parts, columns);
                yield new BlockCondition.All(compiled, cost(compiled));
            }
            case Condition.Or(List<Condition> parts) -> {
                BlockCondition[] compiled = compile(parts, columns);
                yield new BlockCondition.Any(compiled, cost(compiled));
            }
            case Condition.Field(FieldPath path, ValueTest test)
                    when !path.segment(0).name().equals("meta")
                            && !ColumnTestCompiler.looksAtOtherFields(test) ->
                    new BlockCondition.OfColumn(
                            columns.computeIfAbsent(path, _ -> columns.size()),
                            ColumnTestCompiler.compile(path, test));
            case Condition.Field _, Condition.Itself _ ->
                    new BlockCondition.OfMap(ConditionCompiler.compile(part));
        };
    }

    private static BlockCondition[] compile(
            List<Condition> parts, Map<FieldPath, Integer> columns) {
        return parts.stream()
                .map(part -> compile(part, columns))
                .sorted(Comparator.comparingInt(BlockCondition::cost))
                .toArray(BlockCondition[]::new);
    }

    private static int cost(BlockCondition[] parts) {
        int cost = 0;
        for (BlockCondition part : parts) {
            cost += part.cost();
        }
        return cost;
    }
}
