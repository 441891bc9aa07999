package io.lokivector.benchmarks;

import io.lokivector.engine.Collection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Groups all documents by one field and sums up another, by an aggregation and, side by side, by
 * finding all documents and collecting them with Java's streams: {@code GroupBy [documents]}.
 */
public final class GroupBy {
    private static final int ROUNDS = 7;
    private static final int BATCH = 10_000;
    private static final List<Map<String, @Nullable Object>> PIPELINE =
            List.of(
                    Map.of(
                            "$group",
                            Map.of(
                                    "_id", "$city",
                                    "total", Map.of("$sum", "$amount"),
                                    "mean", Map.of("$avg", "$amount"))));

    private GroupBy() {}

    /** Prints the medians. */
    @SuppressWarnings("SystemOut") // the table is what is asked for
    public static void main(String[] arguments) throws Exception {
        final int documents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        final Path folder = Files.createTempDirectory("lokivector-group-by");
        try (EmbeddedDatabase database = EmbeddedDatabase.open("memory", folder)) {
            final Collection collection = database.engine().createCollection("sales");
            fill(collection, documents);
            final long[] aggregation = new long[ROUNDS];
            final long[] streams = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                aggregation[round] = millis(() -> collection.aggregate(PIPELINE).size());
                streams[round] = millis(() -> collected(collection));
            }
            System.out.printf(
                    "%d documents, 100 groups: aggregation %d ms, find and streams %d ms%n",
                    documents, median(aggregation), median(streams));
        }
    }

    private static void fill(Collection collection, int documents) {
        final List<Map<String, @Nullable Object>> batch = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            final Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("name", "customer " + i);
            document.put("city", "city " + i % 100);
            document.put("amount", i % 1_000);
            document.put("note", "something that nobody asks for");
            batch.add(document);
            if (batch.size() == BATCH || i + 1 == documents) {
                collection.insert(batch);
                batch.clear();
            }
        }
    }

    private static int collected(Collection collection) {
        return collection.find(Map.of()).stream()
                .collect(
                        Collectors.groupingBy(
                                document -> String.valueOf(document.get("city")),
                                Collectors.summarizingLong(document ->
                                        document.get("amount") instanceof final Number amount
                                                ? amount.longValue()
                                                : 0)))
                .size();
    }

    /** What is timed. */
    private interface Work {
        int run();
    }

    private static long millis(Work work) {
        final long begin = System.nanoTime();
        if (work.run() != 100) {
            throw new IllegalStateException("there are 100 groups");
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static long median(long[] times) {
        final long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
