package io.lokivector.engine;

import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.WriteRequest;

/** Carries out write requests on their collection. */
final class WriteDispatch {
    private WriteDispatch() {}

    static Object execute(Collection collection, WriteRequest<?> request) {
        return switch (request) {
            case WriteRequest.UpdateOne(_, var query, var update, boolean upsert) ->
                    collection.updateOne(query, update, upsert);
            case WriteRequest.UpdateMany(_, var query, var update, boolean upsert) ->
                    collection.updateMany(query, update, upsert);
            case WriteRequest.ReplaceOne(_, var query, var document, boolean upsert) ->
                    collection.replaceOne(query, document, upsert);
            case WriteRequest.DeleteOne(_, var query) -> collection.deleteOne(query);
            case WriteRequest.Bulk(_, var operations, boolean atomic, boolean ordered) ->
                    collection.bulk(operations, atomic, ordered);
            case WriteRequest.Clear(var name) -> {
                collection.clear();
                yield new Done("Collection '" + name + "' cleared");
            }
        };
    }
}
