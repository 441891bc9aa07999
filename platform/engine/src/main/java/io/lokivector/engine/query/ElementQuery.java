package io.lokivector.engine.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled demand on the elements of a list, written as the operand of {@code $elemMatch};
 * immutable.
 */
public final class ElementQuery {
    private final DocumentMatcher matcher;

    private ElementQuery(DocumentMatcher matcher) {
        this.matcher = matcher;
    }

    /**
     * Parses fields of an element, operators for the element itself, or both.
     *
     * @param path the place in the request to name in a failure
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} like {@link Query#parse}
     */
    public static ElementQuery parse(Map<?, ?> query, QueryLimits limits, String path) {
        Condition condition = new QueryParser(limits).parseElement(query, path);
        return new ElementQuery(ConditionCompiler.compile(condition));
    }

    /** Whether an element meets the demand. */
    public boolean matches(@Nullable Object element) {
        return matcher.matches(element);
    }
}
