package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.IndexInfo;
import java.util.ArrayList;
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
        final String known =
                client.problem(
                                new CollectionRequest.CreateIndex(
                                        name, "a", Optional.of("tree"), Map.of()))
                        .message();
        assertTrue(known.contains("there are unique, ordered, hash"), known);
        assertEquals("ordered", client.index(name, "a", "ordered", Map.of()).type());
        final List<IndexInfo> indexes = client.answer(new CollectionRequest.ListIndexes(name));
        assertEquals(List.of("a"), indexes.stream().map(IndexInfo::field).toList());
        client.answer(new CollectionRequest.DropIndex(name, "a"));
        assertEquals(List.of(), client.answer(new CollectionRequest.ListIndexes(name)));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DropIndex(name, "a"));
    }

    @Test
    void aCombinationOfUniqueFieldsIsThereOnce() {
        client.create(name, map("unique", List.of(List.of("tenant", "name"))));
        client.insert(name, map("tenant", 1, "name", "a"), map("tenant", 2, "name", "a"));
        client.insert(name, map("tenant", 1), map("tenant", 1), map("tenant", 1, "name", null));
        client.assertRefused(
                ErrorCode.CONFLICT,
                new DocumentRequest.Insert(
                        name,
                        List.of(map("tenant", 3, "name", "x"), map("tenant", 1, "name", "a"))));
        assertEquals(5, client.count(name, Map.of()));
        assertEquals(1, client.insert(name, map("tenant", 3, "name", "x")).size());
        client.answer(new CollectionRequest.DropIndex(name, "tenant,name"));
        assertEquals(1, client.insert(name, map("tenant", 1, "name", "a")).size());
    }

    @Test
    void anIndexOfSeveralFieldsAndAHashFindWhatAScanFinds() {
        client.create(name, Map.of());
        for (int i = 0; i < 40; i++) {
            client.insert(name, map("a", i % 5, "b", i, "c", "text " + i % 7));
        }
        final List<Map<String, @Nullable Object>> queries =
                List.of(
                        map("a", 3, "b", map("$gt", 10)),
                        map("c", "text 3"),
                        map("c", map("$in", List.of("text 1", "text 9"))),
                        map("$or", List.of(map("c", "text 2"), map("a", 1, "b", 6))));
        final List<List<Long>> scanned =
                queries.stream().map(query -> client.ids(name, query)).toList();
        client.answer(
                new CollectionRequest.CreateIndex(
                        name, List.of("a", "b"), Optional.of("ordered"), Map.of()));
        assertEquals("hash", client.index(name, "c", "hash", Map.of()).type());
        for (int i = 0; i < queries.size(); i++) {
            assertEquals(scanned.get(i), client.ids(name, queries.get(i)));
            assertEquals(scanned.get(i).size(), client.count(name, queries.get(i)));
        }
    }

    @Test
    void anExplanationNamesTheIndexAndCountsWhatWasLookedAt() {
        client.create(name, map("indices", List.of("a")));
        for (int i = 0; i < 40; i++) {
            client.insert(name, map("a", i, "b", i));
        }
        final Map<String, @Nullable Object> byIndex = explained(map("a", map("$lt", 4)));
        assertEquals(4, EngineClient.number(byIndex.get("keysExamined")));
        assertEquals(4, EngineClient.number(byIndex.get("documentsExamined")));
        assertEquals(4, EngineClient.number(byIndex.get("returned")));
        assertEquals("a", planned(byIndex, "index"));
        final Map<String, @Nullable Object> byScan = explained(map("b", map("$lt", 4)));
        assertEquals("scan", planned(byScan, "kind"));
        assertEquals(40, EngineClient.number(byScan.get("documentsExamined")));
    }

    @Test
    void aSortedPageIsReadAlongAnIndex() {
        client.create(name, map("indices", List.of("a")));
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            documents.add(map("a", i % 50 == 7 ? null : i % 50, "b", i));
        }
        client.insert(name, documents);
        final FindOptions page =
                new FindOptions(List.of(List.of("a", true)), 18, Optional.of(5), List.of());
        final Map<String, @Nullable Object> answer =
                client.answer(new DocumentRequest.Explain(name, Map.of(), small(true)));
        assertEquals("sorted by index", answer.get("sort"));
        assertEquals("a", planned(answer, "index"));
        assertEquals(6, EngineClient.number(answer.get("documentsExamined")));
        assertEquals(3, EngineClient.number(answer.get("returned")));
        assertEquals(List.of(949L, 999L, 48L, 98L, 148L), numbers(Map.of(), page));
        assertEquals(List.of(157L, 207L, 257L), numbers(Map.of(), small(false)));
        assertEquals(List.of(249L, 299L, 349L), numbers(map("b", map("$gte", 50)), small(true)));
    }

    private static FindOptions small(boolean descends) {
        return new FindOptions(List.of(List.of("a", descends)), 3, Optional.of(3), List.of());
    }

    private List<Long> numbers(Map<String, @Nullable Object> query, FindOptions options) {
        return client.answer(new DocumentRequest.Find(name, query, options)).stream()
                .map(document -> EngineClient.number(document.get("b")))
                .toList();
    }

    private static @Nullable Object planned(Map<String, @Nullable Object> explanation, String key) {
        return explanation.get("plan") instanceof final Map<?, ?> plan ? plan.get(key) : null;
    }

    private Map<String, @Nullable Object> explained(Map<String, @Nullable Object> query) {
        return client.answer(new DocumentRequest.Explain(name, query, FindOptions.none()));
    }
}
