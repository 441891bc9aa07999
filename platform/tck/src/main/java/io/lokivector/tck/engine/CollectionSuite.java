package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.transport.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the engine must do with collections. */
abstract class CollectionSuite extends EngineSuite {

    @Test
    void aCollectionIsCreatedDescribedAndDropped() {
        final CollectionInfo created = client.create(name, Map.of());
        assertEquals(name, created.name());
        client.insert(name, map("a", 1), map("a", 2));
        final CollectionInfo info = client.answer(new CollectionRequest.DescribeCollection(name));
        assertAll(
                () -> assertEquals(2, info.count()),
                () -> assertTrue(info.sizeBytes() > 0),
                () -> assertEquals(created.createdAt(), info.createdAt()),
                () -> assertFalse(info.hasVectorIndex()));
        client.answer(new CollectionRequest.DropCollection(name));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DescribeCollection(name));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DropCollection(name));
    }

    @Test
    void aNameIsTakenOnce() {
        client.create(name, Map.of());
        client.assertRefused(
                ErrorCode.CONFLICT, new CollectionRequest.CreateCollection(name, Map.of()));
    }

    @Test
    void ofTwoWhoCreateAtOnceOneWins() throws Exception {
        final int racers = 8;
        final AtomicInteger won = new AtomicInteger();
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("racer-", 0).factory())) {
            final List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                all.add(
                        threads.submit(() -> {
                            if (isCreated()) {
                                won.incrementAndGet();
                            }
                        }));
            }
            for (final Future<?> each : all) {
                each.get();
            }
        }
        assertEquals(1, won.get());
    }

    private boolean isCreated() {
        try {
            client.create(name, Map.of());
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    @Test
    void badNamesAreRefused() {
        for (final String bad : List.of("_system", ".hidden", "a/b c", "x".repeat(129))) {
            client.assertRefused(
                    ErrorCode.BAD_REQUEST, new CollectionRequest.CreateCollection(bad, Map.of()));
        }
    }

    @Test
    void unknownOptionsAreRefusedWithTheNearestName() {
        final Problem problem =
                client.problem(
                        new CollectionRequest.CreateCollection(name, map("uniqe", List.of("a"))));
        assertEquals(ErrorCode.BAD_REQUEST, problem.code());
        assertTrue(problem.message().contains("unique"), problem.message());
    }

    @Test
    void aRenamedCollectionKeepsItsDocuments() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1));
        final String newName = name + "-renamed";
        client.answer(new CollectionRequest.AlterCollection(name, Optional.of(newName), Map.of()));
        assertEquals(1, client.count(newName, Map.of()));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DescribeCollection(name));
        client.create(name, Map.of());
        assertEquals(0, client.count(name, Map.of()));
    }

    @Test
    void aDroppedCollectionComesBackEmpty() {
        client.create(name, map("unique", List.of("a")));
        client.insert(name, map("a", 1));
        client.answer(new CollectionRequest.DropCollection(name));
        client.create(name, Map.of());
        assertEquals(List.of(), client.find(name, Map.of()));
        assertEquals(List.of(1L), client.insert(name, map("a", 1)));
    }

    @Test
    void requestsToAnUnknownCollectionAreNotFound() {
        client.assertRefused(
                ErrorCode.NOT_FOUND, new DocumentRequest.Insert(name, List.of(map("a", 1))));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new DocumentRequest.Find(name, Map.of(), FindOptions.none()));
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new SearchRequest.Search(name, SearchOptions.nearest(new float[] {1}, 1)));
    }
}
