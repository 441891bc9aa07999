package io.lokivector.engine.transform;

import io.lokivector.engine.document.DocumentMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes documents from the collection that a transform began with. */
public interface Remover {
    /** Removes, in one write, all documents that match all queries. */
    void removeMatching(List<Map<String, @Nullable Object>> queries);

    /** Removes, in one write, those of the documents that have not been changed since. */
    void remove(List<DocumentMap> documents);
}
