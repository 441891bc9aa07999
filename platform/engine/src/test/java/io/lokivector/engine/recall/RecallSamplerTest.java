package io.lokivector.engine.recall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.VectorHouse;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.spi.request.SampledRecall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallSamplerTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private VectorHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new VectorHouse(directory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** A sampler for which a look at the clock takes a hundredth of a second. */
    private RecallSampler sampler(double share, BooleanSupplier isIdle) {
        return new RecallSampler(
                house.catalogue::all,
                isIdle,
                share,
                house.context.clock(),
                () -> nanos.addAndGet(SECOND / 100));
    }

    private static SampledRecall recall(CollectionStore collection) {
        return VectorHouse.recall(collection).orElseThrow();
    }

    @Test
    void anIndexThatFindsAllHasARecallOfOne() {
        final CollectionStore collection = house.points("c", 500, Map.of());
        assertEquals(Optional.empty(), VectorHouse.recall(collection));
        for (int i = 0; i < 20; i++) {
            VectorHouse.search(collection, 13.3 * i, 0);
        }
        assertEquals(20, sampler(1, () -> true).sample());
        assertEquals(1, recall(collection).at10());
        assertEquals(20, recall(collection).samples());
        assertEquals(house.context.clock().instant(), recall(collection).since());
    }

    @Test
    void whatAnIndexMissesIsSeen() {
        final CollectionStore collection = house.points("c", 500, Map.of("m", 2));
        for (int i = 0; i < 10; i++) {
            VectorHouse.search(collection, 100.3 + 4 * i, 0);
        }
        assertEquals(10, sampler(1, () -> true).sample());
        final SampledRecall recall = recall(collection);
        // It forgets the first two of each four, and with them six of these ten.
        assertEquals(0.4, recall.at10(), 1e-9);
        assertTrue(recall.low() < recall.at10() && recall.at10() < recall.high());
    }

    @Test
    void aSearchIsComparedWithTheEffortThatWasAskedFor() {
        final CollectionStore collection = house.points("c", 500, Map.of("m", 2));
        VectorHouse.search(collection, 100.3, 1000);
        assertEquals(1, sampler(1, () -> true).sample());
        assertEquals(1, recall(collection).at10());
    }

    @Test
    void ofEqualVectorsAnyWillDo() {
        final CollectionStore collection = house.points("c", 4, Map.of("m", 2));
        collection.writer().insert(Collections.nCopies(100, Map.of("e", new float[] {50})));
        VectorHouse.search(collection, 50, 0);
        sampler(1, () -> true).sample();
        assertEquals(1, recall(collection).at10());
    }

    @Test
    void fewVectorsAreAllTheNearest() {
        final CollectionStore collection = house.points("c", 4, Map.of());
        VectorHouse.search(collection, 2, 0);
        sampler(1, () -> true).sample();
        assertEquals(1, recall(collection).at10());
    }

    @Test
    void aWriteInBetweenMakesTheComparisonVoid() {
        final CollectionStore collection = house.points("c", 500, Map.of("m", 2));
        VectorHouse.search(collection, 100, 0);
        final AtomicInteger asked = new AtomicInteger();
        final BooleanSupplier writing =
                () -> {
                    // The first time it is asked is before it begins.
                    if (asked.incrementAndGet() == 2) {
                        collection.writer().insert(List.of(Map.of("e", new float[] {100})));
                    }
                    return true;
                };
        assertEquals(0, sampler(1, writing).sample());
        assertEquals(Optional.empty(), VectorHouse.recall(collection));
        assertEquals(1, sampler(1, () -> true).sample());
    }

    @Test
    void nothingIsDoneWhileOthersAreServed() {
        final CollectionStore collection = house.points("c", 500, Map.of());
        VectorHouse.search(collection, 100, 0);
        assertEquals(0, sampler(1, () -> false).sample());
        final AtomicInteger asked = new AtomicInteger();
        assertEquals(0, sampler(1, () -> asked.incrementAndGet() == 1).sample());
        assertEquals(Optional.empty(), VectorHouse.recall(collection));
        asked.set(0);
        assertEquals(1, sampler(1, () -> asked.incrementAndGet() % 3 == 0).sample());
        assertEquals(1, recall(collection).samples());
    }

    @Test
    void eachSearchIsComparedOnceWithEachIndex() {
        final CollectionStore collection = house.points("c", 500, Map.of());
        final RecallSampler sampler = sampler(1, () -> true);
        VectorHouse.search(collection, 100, 0);
        assertEquals(1, sampler.sample());
        assertEquals(0, sampler.sample());
        collection.vectors().field("e").orElseThrow().recall().restart();
        assertEquals(1, sampler.sample());
        assertEquals(1, recall(collection).samples());
    }

    @Test
    void itUsesItsShareOfTheTimeAndNoMore() {
        final CollectionStore collection = house.points("c", 50, Map.of());
        final RecallSampler sampler = sampler(0.01, () -> true);
        final long begun = nanos.get();
        int compared = 0;
        for (int i = 0; i < 1_000; i++) {
            for (int search = 0; search < 40; search++) {
                VectorHouse.search(collection, i, 0);
            }
            nanos.addAndGet(SECOND);
            compared += sampler.sample();
        }
        // Each takes a hundredth of a second, between two looks at the clock.
        final double share = compared / 100.0 * SECOND / (nanos.get() - begun);
        assertTrue(share <= 0.0101 && share > 0.005, () -> "its share was " + share);
    }

    @Test
    void fieldsTakeTurns() {
        final CollectionStore one = house.points("one", 50, Map.of());
        final CollectionStore two = house.points("two", 50, Map.of());
        for (int i = 0; i < 50; i++) {
            VectorHouse.search(one, i, 0);
        }
        VectorHouse.search(two, 7, 0);
        final RecallSampler sampler = sampler(0.01, () -> true);
        for (int i = 0; i < 4; i++) {
            nanos.addAndGet(2 * SECOND);
            sampler.sample();
        }
        assertEquals(1, recall(two).samples());
        assertTrue(recall(one).samples() < 10);
    }

    @Test
    void aQueryThatDoesNotFitIsPassedOver() {
        final CollectionStore collection = house.points("c", 50, Map.of());
        collection.vectors().field("e").orElseThrow().recent().offer(new float[] {1, 2, 3}, 3, 0);
        VectorHouse.search(collection, 1, 0);
        sampler(1, () -> true).sample();
        assertEquals(1, recall(collection).samples());
    }

    @Test
    void aClosedSamplerDoesNothing() {
        final CollectionStore collection = house.points("c", 50, Map.of());
        VectorHouse.search(collection, 1, 0);
        final RecallSampler sampler = sampler(1, () -> true);
        sampler.close();
        assertEquals(0, sampler.sample());
    }

    @Test
    void aShareOfNothingMeasuresNothing() {
        final CollectionStore collection = house.points("c", 50, Map.of());
        VectorHouse.search(collection, 1, 0);
        assertEquals(0, sampler(0, () -> true).sample());
    }
}
