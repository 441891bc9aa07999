package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.WriteRequest;
import io.lokivector.spi.request.WriteRequest.Bulk;
import io.lokivector.spi.request.WriteRequest.BulkDone;
import io.lokivector.spi.request.WriteRequest.BulkFailed;
import io.lokivector.spi.request.WriteRequest.BulkItem;
import io.lokivector.spi.request.WriteRequest.BulkSkipped;
import io.lokivector.spi.request.WriteRequest.Changed;
import io.lokivector.spi.request.WriteRequest.DeleteOne;
import io.lokivector.spi.request.WriteRequest.Effect;
import io.lokivector.spi.request.WriteRequest.ReplaceOne;
import io.lokivector.spi.request.WriteRequest.UpdateMany;
import io.lokivector.spi.request.WriteRequest.UpdateOne;
import io.lokivector.spi.transport.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with writes by query, upserts and bulk writes. */
abstract class WriteSuite extends DocumentSuite {

    private static Map<String, @Nullable Object> insertOne(@Nullable Object... pairs) {
        return map("insertOne", map("document", map(pairs)));
    }

    private static Map<String, @Nullable Object> only(Changed changed) {
        assertEquals(1, changed.documents().size());
        return changed.documents().getFirst();
    }

    private static long revision(Map<String, @Nullable Object> document) {
        return EngineClient.number(meta(document, "revision"));
    }

    private List<BulkItem> bulk(boolean atomic, boolean ordered, Object... operations) {
        return client.answer(new Bulk(name, Arrays.asList(operations), atomic, ordered)).items();
    }

    @Test
    void updateOneChangesTheFirstAndAnswersIt() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1), map("a", 2), map("a", 2));
        final Map<String, @Nullable Object> changed =
                only(
                        client.answer(
                                new UpdateOne(
                                        name, map("a", 2), map("$set", map("b.c", 7)), false)));
        assertEquals(2, EngineClient.number(changed.get("$loki")));
        assertEquals(1, revision(changed));
        assertEquals(List.of(2L), client.ids(name, map("b.c", 7)));
        final Changed none =
                client.answer(new UpdateOne(name, map("a", 9), map("$set", map("b", 1)), false));
        assertEquals(List.of(), none.documents());
        assertFalse(none.isInsert());
    }

    @Test
    void updateManyChangesAllAndAnswersThem() {
        client.create(name, map("shards", 2));
        client.insert(name, map("a", 1), map("a", 2), map("a", 2));
        final Changed changed =
                client.answer(new UpdateMany(name, map("a", 2), map("$inc", map("a", 1)), false));
        assertEquals(List.of(2L, 3L), EngineClient.idsOf(changed.documents()));
        assertEquals(List.of(2L, 3L), client.ids(name, map("a", 3)));
    }

    @Test
    void anUpsertInsertsWhatTheQueryAndTheUpdateSay() {
        client.create(name, map("unique", List.of("sku")));
        final UpdateOne upsert =
                new UpdateOne(
                        name,
                        map(
                                "sku",
                                "a",
                                "stock.place",
                                map("$eq", "north"),
                                "price",
                                map("$gt", 5),
                                "$and",
                                List.of(map("kind", "tea"))),
                        map(
                                "$inc",
                                map("stock.count", 3),
                                "$set",
                                map("price", 9),
                                "$setOnInsert",
                                map("first", true)),
                        true);
        final Changed inserted = client.answer(upsert);
        assertTrue(inserted.isInsert());
        final Map<String, @Nullable Object> document = only(inserted);
        assertAll(
                () -> assertEquals(1, EngineClient.number(document.get("$loki"))),
                () -> assertEquals(0, revision(document)),
                () -> assertEquals("tea", document.get("kind")),
                () -> assertEquals(true, document.get("first")),
                () -> assertEquals(9, EngineClient.number(document.get("price"))));
        client.update(name, map("sku", "a"), map("$unset", map("first", 1)));
        final Changed changed = client.answer(upsert);
        assertFalse(changed.isInsert());
        assertEquals(List.of(1L), client.ids(name, map("stock.count", 6, "stock.place", "north")));
        assertFalse(only(changed).containsKey("first"));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new UpdateOne(name, map("$loki", 7), map("$set", map("a", 1)), true));
        client.assertRefused(
                ErrorCode.CONFLICT,
                new UpdateMany(name, map("x", 1), map("$set", map("sku", "a")), true));
        assertEquals(1, client.count(name, Map.of()));
    }

    @Test
    void aDocumentIsReplacedByQueryAndDependingOnItsRevision() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1, "b", 2), map("a", 1));
        final Map<String, @Nullable Object> replaced =
                only(client.answer(new ReplaceOne(name, map("a", 1), map("c", 3), false)));
        assertEquals(Set.of("c", "$loki", "meta"), replaced.keySet());
        assertEquals(1, revision(replaced));
        final Map<String, @Nullable Object> atFirst = map("$loki", 1, "meta.revision", 0);
        assertEquals(
                List.of(),
                client.answer(new ReplaceOne(name, atFirst, map("d", 4), false)).documents());
        assertTrue(client.answer(new ReplaceOne(name, map("z", 1), map("e", 5), true)).isInsert());
        assertEquals(List.of(3L), client.ids(name, map("e", 5)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new ReplaceOne(name, map("e", 5), map("$set", map("e", 6)), false));
    }

    @Test
    void deleteOneRemovesTheFirstAndAnswersIt() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1), map("a", 1));
        final Optional<Map<String, @Nullable Object>> removed =
                client.answer(new DeleteOne(name, map("a", 1)));
        assertEquals(1, EngineClient.number(removed.orElseThrow().get("$loki")));
        assertEquals(List.of(2L), client.ids(name, Map.of()));
        assertTrue(client.answer(new DeleteOne(name, map("a", 2))).isEmpty());
    }

    @Test
    void clearRemovesAllAndCountsFromOneAgain() {
        client.create(name, map("unique", List.of("sku"), "shards", 2));
        client.index(name, "e", exactIndexType(), Map.of());
        client.insert(
                name,
                map("sku", "a", "e", List.of(1, 0)),
                map("sku", "b", "e", List.of(0, 1)),
                map("sku", "c"));
        client.answer(new WriteRequest.Clear(name));
        assertEquals(0, client.count(name, Map.of()));
        assertEquals(List.of(), client.search(name, map("vector", new float[] {1, 0})));
        assertEquals(
                List.of(1L, 2L), client.insert(name, map("sku", "b", "e", List.of(2, 2)), map()));
        assertEquals(
                List.of(1L),
                EngineClient.idsOf(client.search(name, map("vector", new float[] {1, 0}))));
        client.assertRefused(
                ErrorCode.CONFLICT,
                new UpdateOne(name, map("$loki", 2), map("$set", map("sku", "b")), false));
    }

    @Test
    void bulkOperationsSeeThoseBeforeThem() {
        client.create(name, Map.of());
        client.index(name, "e", exactIndexType(), Map.of());
        final List<BulkItem> items =
                bulk(
                        false,
                        false,
                        insertOne("a", 1, "e", List.of(5, 5)),
                        insertOne("a", 2),
                        map(
                                "updateOne",
                                map(
                                        "query",
                                        map("a", 1),
                                        "update",
                                        map("$set", map("e", List.of(1, 0), "a", 2)))),
                        map("updateMany", map("query", map("a", 2), "update", incA(8))),
                        map(
                                "updateOne",
                                map("query", map("x", 1), "update", incA(1), "upsert", true)),
                        map(
                                "replaceOne",
                                map("query", map("x", 1), "document", map("y", List.of(1)))),
                        map("deleteOne", map("query", map("a", 10))),
                        map("deleteMany", map("query", map("nothing", 1))));
        assertEquals(
                List.of(
                        new BulkDone(Effect.INSERTED, List.of(1L)),
                        new BulkDone(Effect.INSERTED, List.of(2L)),
                        new BulkDone(Effect.UPDATED, List.of(1L)),
                        new BulkDone(Effect.UPDATED, List.of(1L, 2L)),
                        new BulkDone(Effect.INSERTED, List.of(3L)),
                        new BulkDone(Effect.UPDATED, List.of(3L)),
                        new BulkDone(Effect.REMOVED, List.of(1L)),
                        new BulkDone(Effect.REMOVED, List.of())),
                items);
        assertEquals(List.of(2L, 3L), client.ids(name, Map.of()));
        assertEquals(List.of(2L), client.ids(name, map("a", 10)));
        assertEquals(List.of(), client.search(name, map("vector", new float[] {1, 0})));
        assertEquals(List.of(4L), client.insert(name, map("a", 1)));
    }

    private static Map<String, @Nullable Object> incA(int by) {
        return map("$inc", map("a", by));
    }

    private static Object[] withFaults() {
        return new Object[] {
            insertOne("sku", "a"),
            insertOne("sku", "b"),
            insertOne("sku", "a", "again", true),
            map("insertOne", map("document", "no object")),
            insertOne("sku", "c", "text", "t"),
            map("updateOne", map("query", map("sku", "c"), "update", incText())),
            map("updateMany", map("query", map(), "update", map("$set", map("sku", "same")))),
            insertOne("sku", "d")
        };
    }

    private static Map<String, @Nullable Object> incText() {
        return map("$inc", map("text", 1));
    }

    @Test
    void operationsThatFailLeaveNothingAndTheOthersAreDone() {
        client.create(name, map("unique", List.of("sku")));
        final List<BulkItem> items = bulk(false, false, withFaults());
        assertEquals(new BulkDone(Effect.INSERTED, List.of(1L)), items.get(0));
        assertEquals(new BulkDone(Effect.INSERTED, List.of(2L)), items.get(1));
        assertFailed(items.get(2), ErrorCode.CONFLICT, "operations[2].insertOne.document: ");
        assertFailed(items.get(3), ErrorCode.BAD_REQUEST, "operations[3].insertOne.document: ");
        assertEquals(new BulkDone(Effect.INSERTED, List.of(4L)), items.get(4));
        assertFailed(items.get(5), ErrorCode.BAD_REQUEST, "operations[5].updateOne: text");
        assertFailed(items.get(6), ErrorCode.CONFLICT, "operations[6].updateMany: ");
        assertEquals(new BulkDone(Effect.INSERTED, List.of(5L)), items.get(7));
        assertEquals(
                List.of(1L, 2L, 4L, 5L),
                client.ids(name, map("sku", map("$in", List.of("a", "b", "c", "d")))));
        assertEquals(0, client.count(name, map("again", true)));
        assertEquals(0, revision(client.get(name, 4).orElseThrow()));
    }

    private static void assertFailed(BulkItem item, ErrorCode code, String beginning) {
        final BulkFailed failed = assertInstanceOf(BulkFailed.class, item);
        assertEquals(code, failed.code(), failed.message());
        assertTrue(failed.message().startsWith(beginning), failed.message());
    }

    @Test
    void anOrderedBulkWriteSkipsWhatComesAfterAFailure() {
        client.create(name, map("unique", List.of("sku")));
        final List<BulkItem> items = bulk(false, true, withFaults());
        assertFailed(items.get(2), ErrorCode.CONFLICT, "operations[2].insertOne.document: ");
        assertEquals(
                List.of(
                        new BulkSkipped(),
                        new BulkSkipped(),
                        new BulkSkipped(),
                        new BulkSkipped(),
                        new BulkSkipped()),
                items.subList(3, 8));
        assertEquals(List.of(1L, 2L), client.ids(name, Map.of()));
    }

    @Test
    void anAtomicBulkWriteIsDoneWhollyOrNotAtAll() {
        client.create(name, map("unique", List.of("sku")));
        final Problem problem =
                client.problem(
                        new Bulk(name, Arrays.asList(withFaults()).subList(0, 3), true, false));
        assertEquals(ErrorCode.CONFLICT, problem.code());
        assertTrue(problem.message().startsWith("operations[2]."), problem.message());
        assertEquals(0, client.count(name, Map.of()));
        final List<BulkItem> items =
                bulk(
                        true,
                        false,
                        insertOne("sku", "a"),
                        map("deleteOne", map("query", map("sku", "a"))),
                        insertOne("sku", "a"));
        assertTrue(items.stream().allMatch(BulkDone.class::isInstance), items.toString());
        assertEquals(1, client.count(name, map("sku", "a")));
    }

    @Test
    void aMalformedOperationIsNamedAndNothingIsDone() {
        client.create(name, Map.of());
        assertMalformed(
                "operations[1].updateOne.update.$inc.x: ",
                map("updateOne", map("query", map(), "update", map("$inc", map("x", "one")))));
        assertMalformed(
                "operations[1].updateMany.query.a.$no: ",
                map(
                        "updateMany",
                        map("query", map("a", map("$no", 1)), "update", map("$set", map("b", 1)))));
        assertMalformed("operations[1].deleteOne.query: ", map("deleteOne", map()));
        assertMalformed(
                "operations[1].deleteOne.limit: ",
                map("deleteOne", map("query", map(), "limit", 1)));
        assertMalformed("operations[1].insertOne.document: ", map("insertOne", map()));
        assertMalformed("operations[1]: ", map("drop", map()));
        assertMalformed("operations[1]: ", List.of());
        assertMalformed("operations[1]: ", (Object) null);
        assertEquals(0, client.count(name, Map.of()));
    }

    private void assertMalformed(String beginning, @Nullable Object operation) {
        final Problem problem =
                client.problem(
                        new Bulk(name, Arrays.asList(insertOne("a", 1), operation), false, false));
        assertEquals(ErrorCode.BAD_REQUEST, problem.code(), problem.message());
        assertTrue(problem.message().startsWith(beginning), problem.message());
    }

    @Test
    void aLongBulkWriteKeepsItsOrder() {
        client.create(name, map("unique", List.of("n")));
        final List<Object> operations = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            operations.add(insertOne("n", i % 1_400, "i", i));
        }
        operations.add(map("updateMany", map("query", map(), "update", incI())));
        final List<BulkItem> items = bulk(false, false, operations.toArray());
        assertEquals(1_501, items.size());
        for (int i = 0; i < 1_500; i++) {
            if (i < 1_400) {
                assertEquals(new BulkDone(Effect.INSERTED, List.of(i + 1L)), items.get(i));
            } else {
                assertInstanceOf(BulkFailed.class, items.get(i));
            }
        }
        assertEquals(1_400, assertInstanceOf(BulkDone.class, items.get(1_500)).ids().size());
        assertEquals(1_400, client.count(name, Map.of()));
        assertEquals(List.of(1_400L), client.ids(name, map("i", map("$gte", 1_400))));
    }

    private static Map<String, @Nullable Object> incI() {
        return map("$inc", map("i", 1));
    }

    @Test
    void pushedValuesAreKeptSortedAndShort() {
        client.create(name, Map.of());
        client.insert(name, map("scores", List.of(5, 3), "log", List.of(map("at", 1))));
        final Map<String, @Nullable Object> changed =
                only(
                        client.answer(
                                new UpdateOne(
                                        name,
                                        map(),
                                        map(
                                                "$push",
                                                map(
                                                        "scores",
                                                        map(
                                                                "$each",
                                                                List.of(9, 4),
                                                                "$sort",
                                                                -1,
                                                                "$slice",
                                                                3),
                                                        "log",
                                                        map(
                                                                "$each",
                                                                List.of(map("at", 3), map("at", 2)),
                                                                "$position",
                                                                0,
                                                                "$slice",
                                                                -2))),
                                        false)));
        assertEquals(1, client.count(name, map("scores", map("$size", 3))));
        assertEquals("[9, 5, 4]", String.valueOf(changed.get("scores")));
        assertEquals(1, client.count(name, map("log.at", 2, "log", map("$size", 2))));
        assertEquals(0, client.count(name, map("log.at", 3)));
    }
}
