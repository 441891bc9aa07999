package io.lokivector.transport.rest;

import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes as clients see them. */
final class ChangeJson {
    private ChangeJson() {}

    static Map<String, @Nullable Object> of(ChangePage page) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("changes", page.changes().stream().map(ChangeJson::of).toList());
        json.put("oldest", page.oldest());
        json.put("last", page.last());
        json.put("hasMore", page.hasMore());
        return json;
    }

    static Map<String, @Nullable Object> of(Change change) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sequence", change.sequence());
        json.put("time", change.time().toEpochMilli());
        json.put("name", change.collection());
        json.put("operation", String.valueOf(change.operation().letter()));
        json.put("id", change.id());
        json.put("revision", change.revision());
        change.document().ifPresent(document -> json.put("obj", document));
        if (change.isDelta()) {
            json.put("delta", true);
        }
        return json;
    }
}
