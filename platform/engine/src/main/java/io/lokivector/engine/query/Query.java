package io.lokivector.engine.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed and compiled query; immutable, for any number of threads. */
public final class Query {
    private static final Query ALL = new Query(new Condition.And(List.of()));

    private final Condition condition;
    private final DocumentMatcher matcher;
    private final BlockMatcher blockMatcher;

    private Query(Condition condition) {
        this.condition = condition;
        this.matcher = ConditionCompiler.compile(condition);
        this.blockMatcher = BlockMatcher.of(condition);
    }

    /** The query that every document matches. */
    public static Query all() {
        return ALL;
    }

    /**
     * Parses a query as clients write it. All of it is checked, whether or not there is a document
     * to try it on.
     *
     * @param query is read, not kept
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place, if an
     *     operator is unknown, an operand is malformed, or a limit is exceeded
     */
    public static Query parse(Map<String, ? extends @Nullable Object> query, QueryLimits limits) {
        return parse(query, limits, "query");
    }

    /**
     * Parses a query that stands somewhere in a request.
     *
     * @param fault the place to name in a failure: {@code steps[2].value}
     */
    public static Query parse(
            Map<String, ? extends @Nullable Object> query, QueryLimits limits, String fault) {
        return new Query(new QueryParser(limits).parse(query, fault));
    }

    /**
     * Whether a document matches. The document must not change meanwhile.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if a regular expression
     *     takes too long on a value
     */
    public boolean matches(Map<String, ? extends @Nullable Object> document) {
        return matcher.matches(document);
    }

    /** The same for stored documents, a block at a time. */
    public BlockMatcher blockMatcher() {
        return blockMatcher;
    }

    /** What the query demands, for a planner. */
    public Condition condition() {
        return condition;
    }
}
