package io.lokivector.engine.aggregate;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.rows.CollectionRows;
import io.lokivector.engine.rows.RowBudget;
import io.lokivector.spi.request.FieldStatistics;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that the documents of a collection have in a field. */
public final class FieldValues {
    private static final QueryLimits LIMITS = QueryLimits.standard();

    private final CollectionRows documents;
    private final FieldPath field;
    private final RowBudget budget;

    /**
     * The values at a path.
     *
     * @param heldMax how many values may be held
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if it is no path
     */
    public FieldValues(CollectionRows documents, String field, int heldMax) {
        if (field.isEmpty()) {
            throw BadRequest.at("field", "must be the path of a field");
        }
        this.documents = documents;
        this.field = FieldPath.parse(field, LIMITS, "field");
        this.budget = new RowBudget(heldMax);
    }

    /** The different values of the documents that match, in the order of their appearance. */
    public List<@Nullable Object> distinct(Map<String, @Nullable Object> query) {
        final List<@Nullable Object> values = new ArrayList<>();
        final DistinctValues distinct = new DistinctValues(field, budget, "distinct");
        final Iterator<DocumentMap> matching = documents.matching(Query.parse(query, LIMITS));
        while (matching.hasNext()) {
            distinct.add(matching.next(), values::add);
        }
        return values;
    }

    /** Statistics of the values of all documents. */
    public FieldStatistics statistics(boolean withValues) {
        final StatisticsGatherer gatherer = new StatisticsGatherer(field, withValues, budget);
        documents.matching(Query.all()).forEachRemaining(gatherer::add);
        return gatherer.finish();
    }
}
