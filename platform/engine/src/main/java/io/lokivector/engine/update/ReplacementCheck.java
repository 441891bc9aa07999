package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells documents from updates where a document is wanted. */
final class ReplacementCheck {
    private ReplacementCheck() {}

    static void check(Map<String, @Nullable Object> document) {
        for (String key : document.keySet()) {
            if (key.equals("$loki")) {
                throw BadRequest.at(
                        "document.$loki",
                        "leave it out; the document that is replaced keeps its own");
            }
            if (UpdateOperator.of(key) != null) {
                throw BadRequest.at(
                        "document." + key,
                        "an update operator in a whole document; to change fields, use an update");
            }
        }
    }
}
