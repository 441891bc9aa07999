package io.lokivector.engine.aggregate;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.CanonicalValue;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.rows.CollectionRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts into each row the list of the documents of another collection whose field equals one of the
 * row: a hash join, for which the other collection is read once. A list equals through each of its
 * elements; null and missing are equal.
 */
record Lookup(String from, FieldPath local, FieldPath foreign, String as, String path)
        implements Stage {

    @Override
    public Sink into(Sink next, Run run) {
        final CollectionRows other = run.moment().of(from);
        final Map<@Nullable Object, List<DocumentMap>> byKey = new HashMap<>();
        final Iterator<DocumentMap> documents = other.matching(Query.all());
        while (documents.hasNext()) {
            final DocumentMap document = documents.next();
            for (final Object key : keys(foreign.follow(document))) {
                run.budget().hold(path);
                byKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(document);
            }
        }
        return new FlowStages.PassingSink(next) {
            @Override
            public boolean take(Map<String, @Nullable Object> row) {
                final List<@Nullable Object> found = new ArrayList<>();
                final Set<Long> ids = new HashSet<>();
                for (final Object key : keys(local.follow(row))) {
                    for (final DocumentMap document : byKey.getOrDefault(key, List.of())) {
                        if (ids.add(document.id())) {
                            run.budget().hold(path);
                            found.add(other.answer(document));
                        }
                    }
                }
                final Map<String, @Nullable Object> joined = new LinkedHashMap<>(row);
                joined.put(as, found);
                return next.take(joined);
            }
        };
    }

    private static Set<@Nullable Object> keys(@Nullable Object value) {
        final @Nullable Object key = CanonicalValue.of(value);
        final Set<@Nullable Object> keys = new HashSet<>();
        if (key instanceof final List<?> list) {
            keys.addAll(list);
        } else {
            keys.add(key);
        }
        return keys;
    }
}
