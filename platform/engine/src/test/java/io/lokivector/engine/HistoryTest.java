package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.DocumentCursor;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.security.Credentials;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.history.CollectionHistory;
import io.lokivector.tck.history.Linearizability;
import io.lokivector.tck.history.RecordedCall;
import io.lokivector.tck.history.Specification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories of many callers over a slow storage that fails, and over restarts. {@code
 * -Dlokivector.histories=10000} looks for a long time.
 */
class HistoryTest {
    private static final int HISTORIES = Integer.getInteger("lokivector.histories", 20);
    private static final int CALLERS = 4;
    private static final Map<String, @Nullable Object> OPTIONS =
            Map.of("unique", List.of("k"), "indices", List.of("v"), "shards", 2);

    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private final AtomicReference<UnsteadyStorage> storage = new AtomicReference<>();

    private TestDatabase open(long seed) {
        return TestDatabase.open(
                directory,
                registry,
                Map.of(),
                inner -> {
                    storage.set(new UnsteadyStorage(inner, TestSeed.random(seed)));
                    return storage.get();
                });
    }

    private static void run(CollectionHistory history, TestDatabase database, int calls)
            throws Exception {
        history.run(new EngineHandler(database.engine), Credentials.none(), CALLERS, calls);
    }

    @Test
    void historiesOverASlowStorageAreLinearizable() {
        TestSeed.run(seed -> {
            try (TestDatabase database = open(seed)) {
                for (int i = 0; i < HISTORIES; i++) {
                    database.engine.createCollection("c" + i, OPTIONS);
                    final CollectionHistory history = new CollectionHistory("c" + i, seed + i);
                    run(history, database, 10);
                    history.check();
                    database.engine.dropCollection("c" + i);
                }
            }
        });
    }

    @Test
    void historiesWithStorageFailuresAreLinearizable() {
        TestSeed.run(seed -> {
            long unknown = 0;
            try (TestDatabase database = open(seed)) {
                for (int i = 0; i < HISTORIES; i++) {
                    database.engine.createCollection("c" + i, OPTIONS);
                    final CollectionHistory history = new CollectionHistory("c" + i, seed + i);
                    run(history, database, 3);
                    storage.get().fail(0.1);
                    run(history, database, 5);
                    storage.get().fail(0);
                    run(history, database, 4);
                    history.check();
                    database.engine.dropCollection("c" + i);
                    unknown += history.unknown();
                }
            }
            assertTrue(unknown > 0, "nothing ever failed");
        });
    }

    @Test
    void historiesWithFailuresAndRestartsAreLinearizable() {
        TestSeed.run(seed -> {
            for (int i = 0; i < Math.ceilDiv(HISTORIES, 4); i++) {
                final CollectionHistory history = new CollectionHistory("c" + i, seed + i);
                try (TestDatabase database = open(seed)) {
                    database.engine.createCollection("c" + i, OPTIONS);
                    run(history, database, 4);
                    storage.get().fail(0.1);
                    run(history, database, 4);
                    storage.get().fail(0);
                }
                try (TestDatabase database = open(seed + 1)) {
                    run(history, database, 4);
                }
                history.check();
            }
        });
    }

    private enum Change {
        CREATE,
        DROP
    }

    private enum Outcome {
        DONE,
        CONFLICT,
        MISSING,
        BUSY
    }

    /** The names of collections, changed by one after the other. */
    private static final class Names implements Specification<Boolean, Change, Outcome> {
        @Override
        public Optional<Boolean> after(Boolean isThere, Change change, Outcome outcome) {
            return switch (outcome) {
                case BUSY -> Optional.of(isThere);
                case CONFLICT ->
                        isThere && change == Change.CREATE ? Optional.of(true) : Optional.empty();
                case MISSING ->
                        !isThere && change == Change.DROP ? Optional.of(false) : Optional.empty();
                case DONE ->
                        isThere == (change == Change.DROP)
                                ? Optional.of(!isThere)
                                : Optional.empty();
            };
        }

        @Override
        public Boolean after(Boolean isThere, Change change) {
            return change == Change.CREATE;
        }
    }

    @Test
    void ofSeveralWhoCreateOrDropOneCollectionOneWins() {
        TestSeed.run(seed -> {
            try (TestDatabase database = open(seed)) {
                for (int i = 0; i < HISTORIES; i++) {
                    checkNames(database.engine, "c" + i, seed + i);
                }
            }
        });
    }

    private static void checkNames(LokiVector engine, String name, long seed) throws Exception {
        final Queue<RecordedCall<Change, Outcome>> calls = new ConcurrentLinkedQueue<>();
        final AtomicLong ticks = new AtomicLong();
        atOnce(
                CALLERS,
                number -> {
                    final RandomGenerator random = TestSeed.random(seed + 1_000L * number);
                    for (int i = 0; i < 8; i++) {
                        final Change change = random.nextBoolean() ? Change.CREATE : Change.DROP;
                        final long invoked = ticks.getAndIncrement();
                        final Outcome outcome = outcome(engine, name, change);
                        calls.add(
                                new RecordedCall<>(
                                        change,
                                        Optional.of(outcome),
                                        invoked,
                                        ticks.getAndIncrement()));
                    }
                });
        final List<RecordedCall<Change, Outcome>> history = new ArrayList<>(calls);
        history.sort(Comparator.comparingLong(RecordedCall::invoked));
        assertEquals(
                0, Linearizability.unexplained(new Names(), false, history), history::toString);
    }

    private static Outcome outcome(LokiVector engine, String name, Change change) {
        try {
            switch (change) {
                case CREATE -> engine.createCollection(name);
                case DROP -> engine.dropCollection(name);
            }
            return Outcome.DONE;
        } catch (LokiVectorException e) {
            return switch (e.code()) {
                case NOT_FOUND -> Outcome.MISSING;
                case CONFLICT ->
                        e.details().containsKey("underWay") ? Outcome.BUSY : Outcome.CONFLICT;
                default -> throw e;
            };
        }
    }

    /** What one of several does. */
    @FunctionalInterface
    private interface Part {
        void play(int number) throws Exception;
    }

    private static void atOnce(int callers, Part part) throws Exception {
        // Virtual threads would starve the writers: readers never wait for anything.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            final List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                final int number = i;
                final Callable<Boolean> play =
                        () -> {
                            part.play(number);
                            return true;
                        };
                all.add(threads.submit(play));
            }
            for (final Future<?> each : all) {
                each.get();
            }
        }
    }

    @Test
    void theSumOfALedgerIsZeroInEverySnapshot() {
        TestSeed.run(seed -> {
            try (TestDatabase database = open(seed)) {
                final Collection ledger =
                        database.engine.createCollection("ledger", Map.of("shards", 3));
                final AtomicBoolean isOver = new AtomicBoolean();
                atOnce(
                        4,
                        number -> {
                            final RandomGenerator random = TestSeed.random(seed + number);
                            if (number < 2) {
                                for (int i = 0; i < 60 + 2 * HISTORIES; i++) {
                                    transfer(ledger, random);
                                }
                                isOver.set(true);
                            } else {
                                do {
                                    checkSums(ledger, random);
                                } while (!isOver.get());
                            }
                        });
            }
        });
    }

    /** Moves money: two entries at once; or changes, or takes back, what was moved. */
    private static void transfer(Collection ledger, RandomGenerator random) {
        final long amount = random.nextLong(1, 100);
        final Map<String, @Nullable Object> some =
                Map.of("transfer", Map.of("$lt", random.nextInt(20)));
        switch (random.nextInt(6)) {
            case 0 -> ledger.update(some, Map.of("$mul", Map.of("amount", 2)));
            case 1 -> ledger.remove(some);
            default -> {
                final int transfer = random.nextInt(100);
                ledger.insert(
                        List.of(
                                Map.of("transfer", transfer, "amount", amount),
                                Map.of("transfer", transfer, "amount", -amount)));
            }
        }
    }

    private static void checkSums(Collection ledger, RandomGenerator random) {
        final int bound = random.nextInt(4) * 10;
        final Map<String, @Nullable Object> query = Map.of("transfer", Map.of("$gte", bound));
        final FindOptions sorted =
                new FindOptions(
                        List.of(List.of("amount", true)), 0, Optional.empty(), List.of("amount"));
        assertEquals(0, sum(ledger.find(query)));
        assertEquals(0, sum(ledger.find(query, sorted)));
        assertEquals(0, ledger.count(query) % 2);
        final List<Map<String, @Nullable Object>> exported = new ArrayList<>();
        try (DocumentCursor cursor = ledger.export(query)) {
            cursor.forEachRemaining(exported::add);
        }
        assertEquals(0, sum(exported));
    }

    private static long sum(List<Map<String, @Nullable Object>> entries) {
        long sum = 0;
        for (final Map<String, @Nullable Object> entry : entries) {
            sum += ((Number) Optional.ofNullable(entry.get("amount")).orElseThrow()).longValue();
        }
        return sum;
    }
}
