package io.lokivector.tck.engine;

import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.history.CollectionHistory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine must do when many call it at once: what one after the other could have seen. */
abstract class HistorySuite extends SwitchSuite {
    /** How many histories are checked; {@code -Dlokivector.histories=10000} for a long time. */
    private static final int HISTORIES = Integer.getInteger("lokivector.histories", 20);

    @Test
    void concurrentHistoriesAreLinearizable() {
        TestSeed.run(seed -> {
            for (int i = 0; i < HISTORIES; i++) {
                final String collection = name + "-" + i;
                client.create(
                        collection,
                        map(
                                "unique",
                                List.of("k"),
                                "indices",
                                i % 2 == 0 ? List.of() : List.of("v"),
                                "shards",
                                1 + i % 3));
                final CollectionHistory history =
                        new CollectionHistory(collection, seed + 100L * i);
                history.run(handler(), credentials(), 4, 8);
                history.check();
                client.answer(new CollectionRequest.DropCollection(collection));
            }
        });
    }
}
