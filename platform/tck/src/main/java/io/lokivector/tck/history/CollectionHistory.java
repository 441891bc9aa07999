package io.lokivector.tck.history;

import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.history.CollectionOperation.Insert;
import io.lokivector.tck.history.CollectionOperation.NewDocument;
import io.lokivector.tck.history.CollectionResult.Found;
import io.lokivector.tck.history.CollectionResult.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What several random callers of one collection saw. The collection is empty at first, and its
 * field {@code k} is unique.
 *
 * <p>Use: {@link #run} once or more, with whatever between that should not be noticed, such as a
 * restart; then {@link #check}.
 */
public final class CollectionHistory {
    /** Few, so that callers meet. */
    private static final int KEYS = 4;

    private static final int VALUES = 5;

    private final String collection;
    private final long seed;
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong tags = new AtomicLong();
    private final ConcurrentLinkedQueue<RecordedCall<CollectionOperation, CollectionResult>> calls =
            new ConcurrentLinkedQueue<>();
    private int runs;

    /** The history of a collection that has just been created. */
    public CollectionHistory(String collection, long seed) {
        this.collection = collection;
        this.seed = seed;
    }

    /** Lets several callers call at once, and then reads everything. */
    public void run(RequestHandler handler, Credentials credentials, int callers, int callsOfEach)
            throws Exception {
        runs++;
        final CollectionCaller caller = new CollectionCaller(handler, credentials, collection);
        final CountDownLatch ready = new CountDownLatch(callers);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("caller-", 0).factory())) {
            final List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                final RandomGenerator random = TestSeed.random(seed + 1_000L * runs + i);
                all.add(
                        threads.submit(() -> {
                            ready.countDown();
                            ready.await();
                            final RandomCaller one = new RandomCaller(caller, random);
                            for (int n = 0; n < callsOfEach; n++) {
                                one.call();
                            }
                            return true;
                        }));
            }
            for (final Future<?> each : all) {
                each.get();
            }
        }
        record(caller, new CollectionOperation.FindFrom(0));
    }

    /** One of several callers, who remembers what he has seen. */
    private final class RandomCaller {
        private final CollectionCaller caller;
        private final RandomGenerator random;
        private final Map<Long, Version> seen = new HashMap<>();

        RandomCaller(CollectionCaller caller, RandomGenerator random) {
            this.caller = caller;
            this.random = random;
        }

        void call() {
            if (record(caller, operation()).orElse(null) instanceof Found(var documents)) {
                seen.putAll(documents);
            }
        }

        private CollectionOperation operation() {
            final Optional<Map.Entry<Long, Version>> known = known();
            return switch (random.nextInt(16)) {
                case 0, 1, 2 -> insert();
                case 3 -> new CollectionOperation.SetValue(key(), value());
                case 4 -> new CollectionOperation.RaiseFrom(value());
                case 5 -> new CollectionOperation.RemoveFrom(value() + 2);
                case 6, 7 -> known.map(this::replace).orElseGet(this::insert);
                case 8 -> known.map(this::delete).orElseGet(this::insert);
                case 9, 10 -> new CollectionOperation.FindFrom(value());
                case 11 -> new CollectionOperation.FindFrom(0);
                case 12 -> new CollectionOperation.FindKey(key());
                case 13 -> new CollectionOperation.FindGreatest();
                case 14 -> new CollectionOperation.CountFrom(value());
                default -> new CollectionOperation.Get(known.map(Map.Entry::getKey).orElse(1L));
            };
        }

        private Optional<Map.Entry<Long, Version>> known() {
            return seen.isEmpty()
                    ? Optional.empty()
                    : seen.entrySet().stream().skip(random.nextInt(seen.size())).findFirst();
        }

        private CollectionOperation insert() {
            final List<NewDocument> documents = new ArrayList<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                documents.add(new NewDocument(key(), value(), tags.incrementAndGet()));
            }
            return new Insert(documents, List.of());
        }

        private CollectionOperation replace(Map.Entry<Long, Version> known) {
            final Version version = known.getValue();
            return new CollectionOperation.ReplaceIf(
                    known.getKey(),
                    version.revision(),
                    new NewDocument(version.key(), value(), version.tag()));
        }

        private CollectionOperation delete(Map.Entry<Long, Version> known) {
            return new CollectionOperation.DeleteIf(known.getKey(), known.getValue().revision());
        }

        private String key() {
            return "k" + random.nextInt(KEYS);
        }

        private long value() {
            return random.nextInt(VALUES);
        }
    }

    private Optional<CollectionResult> record(
            CollectionCaller caller, CollectionOperation operation) {
        final long invoked = ticks.getAndIncrement();
        final Optional<CollectionResult> result = caller.ask(operation);
        final long returned = result.isPresent() ? ticks.getAndIncrement() : Long.MAX_VALUE;
        calls.add(new RecordedCall<>(operation, result, invoked, returned));
        return result;
    }

    /** How many calls there were. */
    public int size() {
        return calls.size();
    }

    /** How many calls there were of which nobody learned what came of them. */
    public long unknown() {
        return calls.stream().filter(call -> !call.isKnown()).count();
    }

    /**
     * Checks that one order of the calls explains what all callers saw.
     *
     * @throws AssertionError with the whole history, if none does
     */
    public void check() {
        final List<RecordedCall<CollectionOperation, CollectionResult>> history = resolved();
        final int unexplained =
                Linearizability.unexplained(new CollectionModel(), Map.of(), history);
        if (unexplained > 0) {
            throw new AssertionError(
                    "no order explains the last "
                            + unexplained
                            + " of these calls:\n"
                            + history.stream()
                                    .map(CollectionHistory::line)
                                    .collect(Collectors.joining("\n")));
        }
    }

    private static String line(RecordedCall<CollectionOperation, CollectionResult> call) {
        final String end = call.isKnown() ? String.valueOf(call.returned()) : "?";
        return call.invoked()
                + "-"
                + end
                + " "
                + call.operation()
                + " -> "
                + call.result().map(String::valueOf).orElse("?");
    }

    /** The calls by their beginning; what was inserted unseen has the ids it was found with. */
    private List<RecordedCall<CollectionOperation, CollectionResult>> resolved() {
        final Map<Long, Long> idsByTag = new HashMap<>();
        for (final RecordedCall<CollectionOperation, CollectionResult> call : calls) {
            if (call.result().orElse(null) instanceof Found(var documents)) {
                documents.forEach((id, version) -> idsByTag.put(version.tag(), id));
            }
        }
        return calls.stream()
                .map(call ->
                        !call.isKnown() && call.operation() instanceof Insert(var documents, _)
                                ? new RecordedCall<CollectionOperation, CollectionResult>(
                                        new Insert(documents, ids(documents, idsByTag)),
                                        call.result(),
                                        call.invoked(),
                                        call.returned())
                                : call)
                .sorted(Comparator.comparingLong(RecordedCall::invoked))
                .toList();
    }

    /** A document that nobody ever found may have any id; it gets one that no document has. */
    private static List<Long> ids(List<NewDocument> documents, Map<Long, Long> idsByTag) {
        return documents.stream()
                .map(document -> idsByTag.getOrDefault(document.tag(), -document.tag()))
                .toList();
    }
}
