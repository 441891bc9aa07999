package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionRequest.DescribeIndex;
import io.lokivector.spi.request.CollectionRequest.ListIndexes;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.IndexSwitchInfo.Phase;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.IndexSwitchRequest;
import io.lokivector.spi.request.IndexSwitchRequest.CommitIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.CutOverIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.RollBackIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.StartIndexSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do when a vector index is switched while it is in use. */
abstract class SwitchSuite extends SearchOracleSuite {
    private void createToSwitch() {
        client.create(name, Map.of());
        client.index(name, "e", exactIndexType(), Map.of("metric", "euclidean"));
        for (int i = 0; i < 20; i++) {
            client.insert(name, map("i", i, "e", List.of((double) i, 0.0)));
        }
    }

    private StartIndexSwitch start(@Nullable Object... options) {
        return new StartIndexSwitch(name, "e", IndexSwitchOptions.schema().bind(map(options), ""));
    }

    private IndexInfo index() {
        return client.answer(new DescribeIndex(name, "e"));
    }

    private IndexSwitchInfo await(Phase phase) throws InterruptedException {
        final Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            final IndexSwitchInfo underWay = index().switching().orElseThrow();
            if (underWay.phase() == phase) {
                return underWay;
            }
            assertTrue(Instant.now().isBefore(end), underWay.toString());
            Thread.sleep(5);
        }
    }

    private void assertNearest(Long... expected) {
        assertEquals(
                List.of(expected),
                EngineClient.idsOf(
                        client.search(
                                name, map("vector", new float[] {4, 0}, "k", expected.length))));
    }

    @Test
    void aNewIndexTakesOverByItselfAndTheOldOneIsKeptUntilItIsDropped() throws Exception {
        createToSwitch();
        assertNearest(5L, 4L, 6L);
        client.answer(start("type", exactIndexType()));
        final IndexSwitchInfo underWay = await(Phase.CUT_OVER);
        assertEquals(1, underWay.after().measured().orElseThrow().recallAt10());
        assertEquals(1, underWay.before().measured().orElseThrow().recallAt10());
        assertEquals(20, underWay.before().size());
        assertTrue(underWay.keptUntil().isPresent());
        assertNearest(5L, 4L, 6L);
        client.remove(name, map("$loki", 4));
        client.insert(name, map("e", List.of(4.0, 0.25)));
        assertNearest(5L, 21L, 6L);
        assertTrue(client.answer(new CommitIndexSwitch(name, "e")).switching().isEmpty());
        assertNearest(5L, 21L, 6L);
        assertEquals(exactIndexType(), client.answer(new ListIndexes(name)).getFirst().type());
    }

    @Test
    void oneGoesBackBeforeAndAfterTheCutOver() throws Exception {
        createToSwitch();
        client.answer(start("automatic", false));
        await(Phase.COMPARING);
        client.update(name, map("$loki", 5), map("$set", map("e", List.of(100, 0))));
        assertTrue(client.answer(new RollBackIndexSwitch(name, "e")).switching().isEmpty());
        assertNearest(4L, 6L);
        client.answer(start("automatic", false));
        await(Phase.COMPARING);
        assertEquals(
                Phase.CUT_OVER,
                client.answer(new CutOverIndexSwitch(name, "e")).switching().orElseThrow().phase());
        client.remove(name, map("$loki", 6));
        assertNearest(4L, 3L);
        client.answer(new RollBackIndexSwitch(name, "e"));
        assertNearest(4L, 3L);
        assertEquals(19, index().size());
    }

    @Test
    void aSwitchThatMakesNoSenseIsRefusedAndChangesNothing() {
        createToSwitch();
        client.index(name, "i", "ordered", Map.of());
        for (final IndexSwitchRequest step :
                List.of(
                        new CutOverIndexSwitch(name, "e"),
                        new RollBackIndexSwitch(name, "e"),
                        new CommitIndexSwitch(name, "e"),
                        new StartIndexSwitch(
                                name, "x", IndexSwitchOptions.schema().bind(Map.of(), "")))) {
            client.assertRefused(ErrorCode.NOT_FOUND, step);
        }
        client.assertRefused(ErrorCode.NOT_FOUND, new DescribeIndex(name, "x"));
        client.assertRefused(ErrorCode.BAD_REQUEST, start("type", "no-such-type"));
        client.assertRefused(ErrorCode.BAD_REQUEST, start("type", "unique"));
        client.assertRefused(ErrorCode.BAD_REQUEST, start("options", Map.of("metric", "cosine")));
        client.assertRefused(ErrorCode.BAD_REQUEST, start("options", Map.of("dimensions", 3)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new StartIndexSwitch(name, "i", IndexSwitchOptions.schema().bind(Map.of(), "")));
        assertTrue(index().switching().isEmpty());
        client.answer(start("automatic", false));
        client.assertRefused(ErrorCode.CONFLICT, start());
        client.assertRefused(ErrorCode.CONFLICT, new CommitIndexSwitch(name, "e"));
        assertNearest(5L, 4L, 6L);
    }
}
