package io.lokivector.engine.transform;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.query.ScriptValue;
import io.lokivector.engine.rows.CollectionRows;
import io.lokivector.engine.rows.RowBudget;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the rows of the right side of a join by the text of their keys; for one thread. */
@FunctionalInterface
interface RightKeys {
    /** A lookup in an index is worth so many rows of a scan. */
    int ROWS_PER_LOOKUP = 32;

    /** The last row whose key has a text, or null. */
    @Nullable Map<String, @Nullable Object> last(String key);

    /** By a hash table of all rows. */
    static RightKeys hashed(
            Iterator<? extends Map<String, @Nullable Object>> rows,
            FieldPath key,
            RowBudget budget,
            String path) {
        final Map<String, Map<String, @Nullable Object>> byKey = new HashMap<>();
        while (rows.hasNext()) {
            final Map<String, @Nullable Object> row = rows.next();
            if (byKey.put(ScriptValue.text(key.follow(row)), row) == null) {
                budget.hold(path);
            }
        }
        return byKey::get;
    }

    /**
     * By an index of the key: what has the same text ranks alike, and is compared again, because
     * the reverse does not hold.
     */
    static RightKeys indexed(CollectionRows documents, FieldPath key) {
        return text -> {
            final Iterator<DocumentMap> alike =
                    documents.matching(
                            Query.parse(
                                    Map.of(key.toString(), Map.of("$dteq", text)),
                                    QueryLimits.standard()));
            @Nullable Map<String, @Nullable Object> last = null;
            while (alike.hasNext()) {
                final DocumentMap document = alike.next();
                if (ScriptValue.text(key.follow(document)).equals(text)) {
                    last = document;
                }
            }
            return last;
        };
    }

    /**
     * Whether all values of a text rank like the text itself. Those of a few words do not, nor need
     * whole numbers that doubles cannot tell apart.
     */
    static boolean canBeFound(String text) {
        return !text.isEmpty()
                && text.length() <= 15
                && !Set.of("true", "false", "null", "undefined").contains(text);
    }
}
