package io.lokivector.benchmarks;

import io.lokivector.engine.Collection;
import io.lokivector.spi.request.FindOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The same queries of the same documents without and with the query cache, in turns in one run.
 *
 * <p>Arguments: how many documents, 100,000 if left out.
 */
public final class QueryCacheSpeed {
    private static final int DOCUMENTS = 100_000;
    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 200_000_000;
    private static final long SEED = 7;

    /** Three conditions, none of which has an index. */
    private static final Map<String, @Nullable Object> QUERY =
            Map.of(
                    "age", Map.of("$gte", 30),
                    "active", true,
                    "score", Map.of("$gt", 995));

    private static final FindOptions TEN =
            new FindOptions(List.of(List.of("score", true)), 0, Optional.of(10), List.of());

    private QueryCacheSpeed() {}

    /** Measures, and prints a table. */
    public static void main(String[] arguments) throws IOException {
        final int documents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DOCUMENTS;
        final Path folder = Files.createTempDirectory("query-cache");
        try (EmbeddedDatabase database = EmbeddedDatabase.open("memory", folder)) {
            final Collection people = database.engine().createCollection("people");
            final Path file = folder.resolve("people.jsonl");
            SampleDocuments.write(file, documents, SEED);
            SampleDocuments.read(file, 1_000, documents, people::insert);
            measure(people, new PrintStream(System.out, true, System.out.charset()));
        }
    }

    /** A query, and how it is asked. */
    private record Row(String name, LongSupplier ask) {}

    private static void measure(Collection people, PrintStream out) {
        final List<Row> rows =
                List.of(
                        new Row("find, ten of them by score", () -> people.find(QUERY, TEN).size()),
                        new Row("find, all of them", () -> people.find(QUERY).size()),
                        new Row("count", () -> people.count(QUERY)),
                        new Row(
                                "count, after a write elsewhere",
                                () -> {
                                    people.patch(1, Map.of("age", 20));
                                    return people.count(QUERY);
                                }),
                        new Row(
                                "the write alone",
                                () -> {
                                    people.patch(1, Map.of("age", 20));
                                    return 1;
                                }));
        out.printf(
                Locale.ROOT,
                "%-32s %14s %14s %9s%n",
                people.count() + " documents",
                "uncached, ns",
                "cached, ns",
                "ratio");
        for (final Row row : rows) {
            final double[] uncached = new double[ROUNDS];
            final double[] cached = new double[ROUNDS];
            for (int round = -2; round < ROUNDS; round++) {
                people.resizeCache(0);
                final double without = nanosPerCall(row.ask);
                people.resizeCache(100);
                final double with = nanosPerCall(row.ask);
                if (round >= 0) {
                    uncached[round] = without;
                    cached[round] = with;
                }
            }
            final double without = median(uncached);
            final double with = median(cached);
            out.printf(
                    Locale.ROOT,
                    "%-32s %,14.0f %,14.0f %,9.0f%n",
                    row.name,
                    without,
                    with,
                    without / with);
        }
    }

    private static double nanosPerCall(LongSupplier ask) {
        final long expected = ask.getAsLong();
        long calls = 0;
        final long begin = System.nanoTime();
        long elapsed = 0;
        while (elapsed < ROUND_NANOS) {
            for (int i = 0; i < 10; i++) {
                if (ask.getAsLong() != expected) {
                    throw new IllegalStateException("the answer changed");
                }
            }
            calls += 10;
            elapsed = System.nanoTime() - begin;
        }
        return (double) elapsed / calls;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
