package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.IndexInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with unique and ordered indexes. */
abstract class ValueIndexSuite extends WriteSuite {

    @Test
    void aUniqueFieldExemptsNullAndMissing() {
        client.create(name, map("unique", List.of("email")));
        client.insert(name, map("a", 1), map("a", 2), map("email", null), map("email", null));
        client.insert(name, map("email", ""), map("email", 0));
        client.assertRefused(
                ErrorCode.CONFLICT, new DocumentRequest.Insert(name, List.of(map("email", ""))));
        client.assertRefused(
                ErrorCode.CONFLICT, new DocumentRequest.Insert(name, List.of(map("email", 0))));
        assertEquals(6, client.count(name, Map.of()));
    }

    @Test
    void aRemovedOrChangedUniqueValueIsFreeAgain() {
        client.create(name, map("unique", List.of("email")));
        client.insert(name, map("email", "a"), map("email", "b"));
        client.remove(name, map("email", "a"));
        client.update(name, map("email", "b"), map("$set", map("email", "c")));
        assertEquals(2, client.insert(name, map("email", "a"), map("email", "b")).size());
    }

    @Test
    void anIndexNeverChangesAnAnswer() {
        client.create(name, Map.of());
        final String indexed = name + "-indexed";
        client.create(indexed, map("indices", List.of("v", "o.w")));
        final List<@Nullable Object> values =
                Arrays.asList(
                        1, 2, 2, 10, "2", "b", "", null, true, false, List.of(2), map("x", 1));
        for (final Object value : values) {
            final Map<String, @Nullable Object> document =
                    map("v", value, "o", List.of(map("w", value), map("w", 7)));
            client.insert(name, document);
            client.insert(indexed, document);
        }
        client.insert(name, map("other", 1));
        client.insert(indexed, map("other", 1));
        for (final String field : List.of("v", "o.w")) {
            for (final String operator :
                    List.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$dteq", "$aeq")) {
                for (final Object value : values) {
                    final Map<String, @Nullable Object> query = map(field, map(operator, value));
                    assertEquals(
                            client.ids(name, query), client.ids(indexed, query), query.toString());
                }
            }
            final Map<String, @Nullable Object> in =
                    map(field, map("$in", Arrays.asList(2, "b", null)));
            assertEquals(client.ids(name, in), client.ids(indexed, in));
            final Map<String, @Nullable Object> between =
                    map(field, map("$between", List.of(1, 2)));
            assertEquals(client.ids(name, between), client.ids(indexed, between));
        }
    }

    @Test
    void indexesAreMadeListedAndDropped() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1), map("a", 1));
        client.assertRefused(
                ErrorCode.CONFLICT,
                new CollectionRequest.CreateIndex(name, "a", Optional.of("unique"), Map.of()));
        assertEquals("ordered", client.index(name, "a", "ordered", Map.of()).type());
        final List<IndexInfo> indexes = client.answer(new CollectionRequest.ListIndexes(name));
        assertEquals(List.of("a"), indexes.stream().map(IndexInfo::field).toList());
        client.answer(new CollectionRequest.DropIndex(name, "a"));
        assertEquals(List.of(), client.answer(new CollectionRequest.ListIndexes(name)));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DropIndex(name, "a"));
    }
}
