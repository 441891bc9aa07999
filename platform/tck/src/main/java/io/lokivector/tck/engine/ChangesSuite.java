package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeRequest.Start;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must tell of changes. */
abstract class ChangesSuite extends PipelineSuite {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ChangePage unflushed() {
        return client.answer(
                new ChangeRequest.ReadChanges(Optional.of(name), new Start.Unflushed(), 10_000));
    }

    /** All changes of the collection that have documents: operation and document. */
    private List<String> told() {
        final List<String> told = new ArrayList<>();
        for (final Change change : unflushed().changes()) {
            change.document()
                    .ifPresent(document ->
                            told.add(
                                    change.operation().letter()
                                            + " "
                                            + change.id()
                                            + " "
                                            + withoutMeta(document)));
        }
        return told;
    }

    private static Map<String, @Nullable Object> withoutMeta(
            Map<String, @Nullable Object> document) {
        final Map<String, @Nullable Object> rest = new LinkedHashMap<>(document);
        rest.remove("meta");
        rest.remove("$loki");
        return rest;
    }

    private void alter(@Nullable Object... options) {
        client.answer(new CollectionRequest.AlterCollection(name, Optional.empty(), map(options)));
    }

    private void patch(long id, Map<String, @Nullable Object> patch) {
        client.answer(new DocumentRequest.PatchDocument(name, id, patch, Optional.empty()));
    }

    private void delete(long id) {
        client.answer(new DocumentRequest.DeleteDocument(name, id, Optional.empty()));
    }

    @Test
    void changesTellWhatHappenedToWhichRevision() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1), map("a", 2));
        client.update(name, map("a", 2), map("$set", map("b", 1)));
        delete(1);
        final List<String> told = new ArrayList<>();
        long last = 0;
        for (final Change change : unflushed().changes()) {
            assertTrue(change.sequence() > last, "sequence numbers grow");
            last = change.sequence();
            assertEquals(name, change.collection());
            assertTrue(change.document().isEmpty(), "documents are told if asked for");
            told.add(change.operation().letter() + " " + change.id() + " " + change.revision());
        }
        assertEquals(List.of("I 1 0", "I 2 0", "U 2 1", "R 1 0"), told);
    }

    @Test
    void changesTellDocumentsIfTheCollectionIsMadeSo() {
        client.create(name, map("disableChangesApi", false));
        client.insert(name, map("name", "Ann", "age", 30));
        client.insert(name, map("name", "Bob"), map("name", "Cy"));
        patch(1, map("age", 1));
        delete(2);
        client.remove(name, map("name", "Cy"));
        assertEquals(
                List.of(
                        "I 1 {name=Ann, age=30}",
                        "I 2 {name=Bob}",
                        "I 3 {name=Cy}",
                        "U 1 {name=Ann, age=1}",
                        "R 2 {name=Bob}",
                        "R 3 {name=Cy}"),
                told());
        final Map<String, @Nullable Object> updated =
                unflushed().changes().get(3).document().orElseThrow();
        assertAll(
                () -> assertEquals(1, EngineClient.number(updated.get("$loki"))),
                () -> assertEquals(1L, ((Number) meta(updated, "revision")).longValue()));
    }

    @Test
    void deltasTellOnlyWhatAnUpdateChanged() {
        client.create(
                name,
                map(
                        "disableChangesApi",
                        false,
                        "disableDeltaChangesApi",
                        false,
                        "unique",
                        List.of("key")));
        client.insert(
                name,
                map(
                        "key",
                        "k",
                        "age",
                        30,
                        "nest",
                        map("a", 1, "b", map("c", 2, "d", 3)),
                        "list",
                        List.of(1, 2)));
        patch(1, map("age", 99));
        patch(1, map("nest", map("a", 1, "b", map("c", 2, "d", 4))));
        patch(1, map("list", List.of(1, 2, 3)));
        patch(1, map("nothing", null));
        patch(1, map("$unset", map("age", "")));
        delete(1);
        assertEquals(
                List.of(
                        "I 1 {key=k, age=30, nest={a=1, b={c=2, d=3}}, list=[1, 2]}",
                        "U 1 {key=k, age=99}",
                        "U 1 {key=k, nest={b={d=4}}}",
                        "U 1 {key=k, list={2=3}}",
                        "U 1 {key=k, nothing=null}",
                        "U 1 {key=k}",
                        "R 1 {key=k, nest={a=1, b={c=2, d=4}}, list=[1, 2, 3], nothing=null}"),
                told());
        assertEquals(
                List.of(false, true, true, true, true, true, false),
                unflushed().changes().stream().map(Change::isDelta).toList());
    }

    @Test
    void documentsAreToldFromWhenItIsAskedUntilItIsNoLonger() {
        client.create(name, Map.of());
        client.insert(name, map("n", 1));
        alter("disableChangesApi", false);
        client.insert(name, map("n", 2));
        alter("disableChangesApi", true);
        client.insert(name, map("n", 3));
        assertEquals(List.of("I 2 {n=2}"), told());
        assertEquals(3, unflushed().changes().size());
    }

    @Test
    void documentsAreToldWithTheirVectors() {
        client.create(
                name,
                map(
                        "disableChangesApi",
                        false,
                        "vectorIndices",
                        map("e", map("type", exactIndexType()))));
        client.insert(name, map("e", List.of(1.0, 2.0)));
        patch(1, map("n", 1));
        patch(1, map("e", List.of(3.0, 4.0)));
        delete(1);
        final List<Float> first = new ArrayList<>();
        for (final Change change : unflushed().changes()) {
            final Object vector = change.document().orElseThrow().get("e");
            first.add(
                    vector instanceof final float[] floats
                            ? floats[0]
                            : vector instanceof final List<?> list
                                            && list.get(0) instanceof final Number number
                                    ? number.floatValue()
                                    : Float.NaN);
        }
        assertEquals(List.of(1f, 1f, 3f, 3f), first);
    }

    @Test
    void whatIsFlushedIsNotReadAgainButByItsNumber() {
        client.create(name, map("disableChangesApi", false));
        client.insert(name, map("n", 1), map("n", 2));
        final ChangePage before = unflushed();
        client.answer(new ChangeRequest.FlushChanges(Optional.of(name)));
        assertEquals(List.of(), unflushed().changes());
        client.insert(name, map("n", 3));
        assertEquals(List.of("I 3 {n=3}"), told());
        final long second = before.changes().get(1).sequence();
        final ChangePage again =
                client.answer(
                        new ChangeRequest.ReadChanges(
                                Optional.of(name), new Start.After(second - 1), 10));
        assertEquals(List.of(2L, 3L), again.changes().stream().map(Change::id).toList());
    }

    @Test
    void pagesFollowEachOtherWithoutAGap() {
        client.create(name, Map.of());
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            documents.add(map("n", i));
        }
        client.insert(name, documents);
        client.update(name, Map.of(), map("$inc", map("n", 1)));
        final List<Long> ids = new ArrayList<>();
        Start start = new Start.Unflushed();
        ChangePage page;
        do {
            page = client.answer(new ChangeRequest.ReadChanges(Optional.of(name), start, 7));
            assertTrue(page.changes().size() <= 7);
            page.changes().forEach(change -> ids.add(change.id()));
            start = new Start.After(page.last());
        } while (page.hasMore());
        assertEquals(50, ids.size());
        assertEquals(25, new HashSet<>(ids).size());
        assertEquals(List.of(1L, 2L, 3L), ids.subList(0, 3));
        assertEquals(List.of(1L, 2L, 3L), ids.subList(25, 28));
    }

    @Test
    void anotherCollectionOfTheSameNameHasItsOwnChanges() {
        client.create(name, Map.of());
        client.insert(name, map("n", 1));
        client.answer(new CollectionRequest.DropCollection(name));
        client.create(name, Map.of());
        assertEquals(List.of(), unflushed().changes());
        client.insert(name, map("n", 2));
        final ChangePage all =
                client.answer(
                        new ChangeRequest.ReadChanges(
                                Optional.of(name), new Start.After(unflushed().oldest()), 10));
        assertEquals(1, all.changes().size());
    }

    @Test
    void aRenamedCollectionGoesOnUnderItsNewName() {
        client.create(name, Map.of());
        client.insert(name, map("n", 1));
        final String oldName = name;
        name = name + "-renamed";
        client.answer(new CollectionRequest.AlterCollection(oldName, Optional.of(name), Map.of()));
        client.insert(name, map("n", 2));
        assertEquals(
                List.of(oldName, name),
                unflushed().changes().stream().map(Change::collection).toList());
    }

    @Test
    void numbersThatWereNeverGivenAreRefusedInWords() {
        client.create(name, Map.of());
        client.assertRefused(
                ErrorCode.GONE,
                new ChangeRequest.ReadChanges(
                        Optional.of(name), new Start.After(Long.MAX_VALUE / 2), 10));
        client.assertRefused(
                ErrorCode.GONE,
                new ChangeRequest.WatchChanges(
                        Optional.of(name), new Start.After(Long.MAX_VALUE / 2)));
    }

    @Test
    void badReadsOfChangesAreRefused() {
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new ChangeRequest.ReadChanges(Optional.of(name), new Start.Unflushed(), 10));
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new ChangeRequest.WatchChanges(Optional.of(name), new Start.Now()));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new ChangeRequest.FlushChanges(Optional.of(name)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new ChangeRequest.ReadChanges(Optional.empty(), new Start.Unflushed(), 10_001));
    }

    @Test
    void theStreamTellsChangesAsTheyHappen() {
        client.create(name, map("disableChangesApi", false));
        client.insert(name, map("n", 1));
        final long seen;
        try (ChangeStream stream =
                client.answer(new ChangeRequest.WatchChanges(Optional.of(name), new Start.Now()))) {
            client.insert(name, map("n", 2));
            final Change change = await(stream);
            assertEquals(2, change.id());
            assertEquals(2, EngineClient.number(change.document().orElseThrow().get("n")));
            seen = change.sequence();
        }
        client.insert(name, map("n", 3));
        try (ChangeStream stream =
                client.answer(
                        new ChangeRequest.WatchChanges(Optional.of(name), new Start.After(seen)))) {
            assertEquals(3, await(stream).id());
            delete(3);
            assertEquals(Change.Operation.REMOVED, await(stream).operation());
        }
    }

    private static Change await(ChangeStream stream) {
        final ChangePage page = stream.next(1, PATIENCE).orElseThrow();
        assertEquals(1, page.changes().size(), "a change comes within " + PATIENCE);
        return page.changes().get(0);
    }

    /** Writers in several collections, and a reader who resumes by number again and again. */
    @Test
    void aReaderWhoResumesSeesEveryAcknowledgedChangeOnceAndInOrder() throws Exception {
        final int collections = 3;
        final int writers = 4;
        final int rounds = 25;
        for (int i = 0; i < collections; i++) {
            client.create(name + i, map("shards", 1 + i));
        }
        final AtomicLong written = new AtomicLong();
        final Map<String, List<Long>> seen = new HashMap<>();
        final Set<Long> sequences = new HashSet<>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("writer-", 0).factory())) {
            final Start.After beginning =
                    new Start.After(
                            client.answer(
                                            new ChangeRequest.ReadChanges(
                                                    Optional.empty(), new Start.Now(), 1))
                                    .last());
            final List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                final int number = writer;
                all.add(threads.submit(() -> write(number, rounds, collections, written)));
            }
            Start start = beginning;
            boolean isOver = false;
            while (!isOver) {
                final boolean isDone = all.stream().allMatch(Future::isDone);
                final ChangePage page =
                        client.answer(new ChangeRequest.ReadChanges(Optional.empty(), start, 5));
                for (final Change change : page.changes()) {
                    if (change.collection().startsWith(name)) {
                        assertTrue(sequences.add(change.sequence()), "each change comes once");
                        seen.computeIfAbsent(
                                        change.collection() + "/" + change.id(),
                                        _ -> new ArrayList<>())
                                .add(
                                        change.operation() == Change.Operation.REMOVED
                                                ? -1
                                                : change.revision());
                    }
                }
                start = new Start.After(page.last());
                isOver = isDone && !page.hasMore();
            }
            for (final Future<?> each : all) {
                each.get();
            }
        }
        assertEquals(written.get(), sequences.size());
        seen.forEach((document, revisions) -> {
            for (int i = 0; i < revisions.size(); i++) {
                final boolean isRemoval = i == revisions.size() - 1 && revisions.get(i) == -1;
                assertTrue(
                        isRemoval || revisions.get(i) == i,
                        () -> document + " went through " + revisions);
            }
        });
    }

    private void write(int writer, int rounds, int collections, AtomicLong written) {
        for (int round = 0; round < rounds; round++) {
            final String collection = name + (writer + round) % collections;
            final List<Long> ids =
                    client.insert(collection, map("w", writer, "r", round), map("w", writer));
            written.addAndGet(2);
            written.addAndGet(
                    client.update(collection, map("w", writer), map("$set", map("x", round))));
            if (round % 3 == 0) {
                client.answer(
                        new DocumentRequest.DeleteDocument(
                                collection, ids.get(0), Optional.empty()));
                written.incrementAndGet();
            }
        }
    }
}
