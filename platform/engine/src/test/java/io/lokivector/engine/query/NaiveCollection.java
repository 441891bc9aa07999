package io.lokivector.engine.query;

import io.lokivector.engine.update.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of documents with the operations that recordings use; the plainest way to apply a query.
 */
final class NaiveCollection {
    private final List<Map<String, @Nullable Object>> documents = new ArrayList<>();

    NaiveCollection(List<Map<String, @Nullable Object>> inserted) {
        for (Map<String, @Nullable Object> document : inserted) {
            Map<String, @Nullable Object> stored = new LinkedHashMap<>(document);
            stored.put("$loki", documents.size() + 1L);
            stored.put("meta", meta(0));
            documents.add(stored);
        }
    }

    /** The matches, sorted and cut. */
    List<Map<String, @Nullable Object>> find(Object query, Map<String, @Nullable Object> options) {
        List<Map<String, @Nullable Object>> found = matches(query);
        if (options.get("sort") instanceof List<?> sort) {
            found.sort(DocumentOrder.parse(sort, QueryLimits.standard()));
        }
        long offset = options.get("offset") instanceof Long given ? given : 0;
        long limit = options.get("limit") instanceof Long given ? given : Integer.MAX_VALUE;
        return found.stream().skip(offset).limit(limit).toList();
    }

    /** Removes the matches and gives them back. */
    List<Map<String, @Nullable Object>> remove(Object query) {
        List<Map<String, @Nullable Object>> removed = matches(query);
        documents.removeAll(removed);
        return removed;
    }

    /** Changes the matches, all or none of them, and gives their ids. */
    List<Object> update(Object query, Map<String, @Nullable Object> change) {
        Update update = Update.parse(change, QueryLimits.standard());
        List<Map<String, @Nullable Object>> matches = matches(query);
        List<Map<String, @Nullable Object>> changed = new ArrayList<>();
        for (Map<String, @Nullable Object> document : matches) {
            Map<String, @Nullable Object> after = update.apply(document);
            after.put("meta", meta(revision(document) + 1));
            changed.add(after);
        }
        for (int i = 0; i < matches.size(); i++) {
            documents.set(documents.indexOf(matches.get(i)), changed.get(i));
        }
        return ids(matches);
    }

    List<Map<String, @Nullable Object>> documents() {
        return documents;
    }

    static List<Object> ids(List<Map<String, @Nullable Object>> documents) {
        return documents.stream()
                .map(document -> Recording.<Object>get(document, "$loki"))
                .toList();
    }

    static long revision(Map<String, @Nullable Object> document) {
        return Recording.get(Recording.get(document, "meta"), "revision");
    }

    private List<Map<String, @Nullable Object>> matches(Object query) {
        if (!(query instanceof Map<?, ?> object)) {
            throw BadRequest.at("query", "needs an object");
        }
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        // An empty collection answers before it looks at the query, as the original does.
        if (documents.isEmpty()) {
            return found;
        }
        @SuppressWarnings("unchecked")
        Query parsed = Query.parse((Map<String, Object>) object, QueryLimits.standard());
        for (Map<String, @Nullable Object> document : documents) {
            if (parsed.matches(document)) {
                found.add(document);
            }
        }
        return found;
    }

    private static Map<String, Object> meta(long revision) {
        return Map.of("revision", revision, "created", 1_700_000_000_000L, "version", 0L);
    }
}
