package io.lokivector.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lokivector.engine.Collection;
import io.lokivector.engine.LokiVector;
import io.lokivector.engine.View;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The side of this engine in {@link LokiJsComparison}: a process that carries out one row of the
 * comparison for each line {@code row round limit} of its input.
 *
 * <p>The rows are those of {@code lokijs/contender.js}, with the same numbers. Arguments: the file
 * of documents, how many it has, the type of the storage, and the folder of the database.
 */
final class EngineContender {
    private static final int BATCH = 10_000;

    private final LokiVector database;
    private final Path file;
    private final int count;
    private final Collection plain;
    private @Nullable Collection indexed;

    private EngineContender(LokiVector database, Path file, int count) {
        this.database = database;
        this.file = file;
        this.count = count;
        this.plain = database.createCollection("plain");
    }

    public static void main(String[] arguments) throws IOException {
        final ObjectMapper json = new ObjectMapper();
        try (EmbeddedDatabase database =
                        EmbeddedDatabase.open(arguments[2], Path.of(arguments[3]));
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            final EngineContender contender =
                    new EngineContender(
                            database.engine(),
                            Path.of(arguments[0]),
                            Integer.parseInt(arguments[1]));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                final String[] words = line.split(" ", -1);
                final Contender.Answer answer =
                        contender.run(
                                words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                System.out.println(json.writeValueAsString(answer));
            }
        }
    }

    private Contender.Answer run(String row, int round, int limit) throws IOException {
        return switch (row) {
            case "load" -> load();
            case "bulkInsert" -> insertBulk(count);
            case "insert" -> insertOneByOne(limit);
            case "views" -> withViews(List.of(), limit);
            case "sortedViews" ->
                    withViews(List.of(List.of("score", true), List.of("email", false)), limit);
            case "get" -> repeated(100_000, i -> List.of(plain.get(1 + scattered(i, count)).get()));
            case "findOneIndexed" -> findOneIndexed();
            case "findEqualIndexed" ->
                    repeatedOn(indexed(), 200, i -> Map.of("city", "Town " + scattered(i, 1000)));
            case "findRangeIndexed" ->
                    repeatedOn(indexed(), 20, i -> between("score", scattered(i, 990), 10));
            case "countIndexed" -> countIndexed(indexed());
            case "countScan" -> countScan();
            case "scan" -> scan();
            case "regex" ->
                    once(
                            Map.of("bio", Map.of("$regex", "(silver|amber) (river|harbour)$")),
                            FindOptions.none());
            case "sort" -> sort();
            case "update" -> update();
            case "remove" -> remove(between("age", 20 + 4L * round, 3));
            default -> throw new IllegalArgumentException("there is no row " + row);
        };
    }

    private Contender.Answer load() throws IOException {
        final long before = heapBytes();
        final Contender.Answer answer = insertBatches(plain, count);
        return new Contender.Answer(
                answer.operations(), answer.nanos(), answer.check(), heapBytes() - before);
    }

    private static long heapBytes() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private Contender.Answer insertBulk(int limit) throws IOException {
        try {
            return insertBatches(database.createCollection("new"), limit);
        } finally {
            database.dropCollection("new");
        }
    }

    private Contender.Answer insertBatches(Collection collection, int limit) throws IOException {
        final long[] nanos = {0};
        SampleDocuments.read(
                file,
                BATCH,
                limit,
                batch -> {
                    final long began = System.nanoTime();
                    collection.insert(batch);
                    nanos[0] += System.nanoTime() - began;
                });
        return answer(collection.count(), nanos[0], String.valueOf(collection.count()));
    }

    private Contender.Answer insertOneByOne(int limit) throws IOException {
        final Collection fresh = database.createCollection("new");
        try {
            final long[] nanos = {0};
            SampleDocuments.read(
                    file,
                    1000,
                    limit,
                    batch -> {
                        final long began = System.nanoTime();
                        batch.forEach(fresh::insert);
                        nanos[0] += System.nanoTime() - began;
                    });
            return answer(limit, nanos[0], String.valueOf(fresh.count()));
        } finally {
            database.dropCollection("new");
        }
    }

    /** Inserts 1,000 at a time beside 20 views, and looks at each after every time. */
    private Contender.Answer withViews(List<Object> order, int limit) throws IOException {
        final Collection fresh = database.createCollection("new");
        try {
            final List<View> views = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                final View view = fresh.createView("view-" + i);
                view.addFilter(
                        i % 2 == 0
                                ? Map.of("score", Map.of("$gte", 50 * i))
                                : Map.of("age", Map.of("$lt", 20 + i), "active", true));
                view.sort(order);
                views.add(view);
            }
            final Check check = new Check(true);
            final long[] sums = {0, 0};
            final Page first = new Page(0, Optional.of(20), List.of());
            SampleDocuments.read(
                    file,
                    1000,
                    limit,
                    batch -> {
                        final long began = System.nanoTime();
                        fresh.insert(batch);
                        for (final View view : views) {
                            sums[1] += view.count();
                            check.addAll(view.data(first));
                        }
                        sums[0] += System.nanoTime() - began;
                    });
            return answer(limit, sums[0], sums[1] + "/" + check);
        } finally {
            database.dropCollection("new");
        }
    }

    private Collection indexed() throws IOException {
        @Nullable Collection made = indexed;
        if (made == null) {
            made = database.createCollection("indexed");
            insertBatches(made, count);
            for (final String field : List.of("email", "city", "score")) {
                made.createIndex(field, "ordered", Map.of());
            }
            indexed = made;
        }
        return made;
    }

    private void dropIndexed() {
        if (indexed != null) {
            database.dropCollection("indexed");
            indexed = null;
        }
    }

    private Contender.Answer findOneIndexed() throws IOException {
        return repeatedOn(
                indexed(),
                10_000,
                i -> Map.of("email", "user" + scattered(i, count) + "@example.org"));
    }

    private static Contender.Answer countIndexed(Collection collection) {
        final int operations = 100;
        long found = 0;
        final long began = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            found += collection.count(Map.of("score", Map.of("$lt", scattered(i, 1000))));
        }
        return answer(operations, System.nanoTime() - began, String.valueOf(found));
    }

    private Contender.Answer countScan() {
        dropIndexed();
        final long began = System.nanoTime();
        final long found = plain.count(Map.of("active", false));
        return answer(count, System.nanoTime() - began, String.valueOf(found));
    }

    private Contender.Answer scan() {
        return once(
                Map.of("age", Map.of("$gte", 40), "active", false, "address.country", "PT"),
                FindOptions.none());
    }

    private Contender.Answer sort() {
        return once(
                Map.of("active", true),
                new FindOptions(
                        List.of(List.of("city", false), List.of("score", true)),
                        0,
                        Optional.empty(),
                        List.of()));
    }

    private Contender.Answer update() {
        final long began = System.nanoTime();
        final long updated =
                plain.update(between("age", 30, 6), Map.of("$inc", Map.of("score", 1)));
        final long nanos = System.nanoTime() - began;
        final Check check = new Check(false);
        check.addAll(plain.find(Map.of("score", Map.of("$gte", 990))));
        return answer(updated, nanos, check.toString());
    }

    private Contender.Answer remove(Map<String, @Nullable Object> query) {
        final long began = System.nanoTime();
        final long removed = plain.remove(query);
        return answer(removed, System.nanoTime() - began, String.valueOf(plain.count()));
    }

    /** One query over all documents; its time is told per document. */
    private Contender.Answer once(Map<String, @Nullable Object> query, FindOptions options) {
        final Check check = new Check(!options.sort().isEmpty());
        final long began = System.nanoTime();
        check.addAll(plain.find(query, options));
        return answer(count, System.nanoTime() - began, check.toString());
    }

    private static Contender.Answer repeatedOn(
            Collection collection,
            int operations,
            IntFunction<Map<String, @Nullable Object>> query) {
        return repeated(operations, i -> collection.find(query.apply(i)));
    }

    private static Contender.Answer repeated(
            int operations, IntFunction<List<Map<String, @Nullable Object>>> work) {
        final Check check = new Check(false);
        final long began = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            check.addAll(work.apply(i));
        }
        return answer(operations, System.nanoTime() - began, check.toString());
    }

    private static Contender.Answer answer(long operations, long nanos, String check) {
        return new Contender.Answer(operations, nanos, check, 0);
    }

    private static Map<String, @Nullable Object> between(String field, long from, long width) {
        return Map.of(field, Map.of("$between", List.of(from, from + width)));
    }

    /** A number below {@code n} that depends on {@code i} only. */
    private static long scattered(int i, int n) {
        return i * 7919L % n;
    }

    /** Touches every document, and depends on their order if that was asked for. */
    private static final class Check {
        private final int factor;
        private int hash;
        private long sum;
        private long seen;

        Check(boolean isOrdered) {
            this.factor = isOrdered ? 31 : 1;
        }

        void addAll(List<Map<String, @Nullable Object>> documents) {
            for (final Map<String, @Nullable Object> document : documents) {
                final int id = (int) number(document, "$loki");
                hash = factor * hash + 0x9e3779b1 * id;
                sum += number(document, "age");
                seen++;
            }
        }

        private static long number(Map<String, @Nullable Object> document, String field) {
            return document.get(field) instanceof final Number number ? number.longValue() : -1;
        }

        @Override
        public String toString() {
            return seen + "/" + sum + "/" + hash;
        }
    }
}
