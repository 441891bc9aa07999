package io.lokivector.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares this engine, embedded, with npm's lokijs on Node: the same documents, the same
 * questions, answers that must agree, and rounds that alternate between the contenders.
 *
 * <p>lokijs lives in memory and so does the engine it is compared with; a third contender, the
 * engine on its durable file storage with every write forced to the disk, shows what durability
 * costs. Each is a process of its own. A row is run once or twice to warm up, and then measured
 * five times, slow rows less often; the medians are told, as Markdown.
 *
 * <p>Arguments: numbers of documents, {@code 100000 1000000} by default; {@code --rows=a,b} for
 * some rows only; {@code --out=file} to write the tables to a file as well. Run from the root of a
 * checkout; needs {@code node} 20 and, the first time, {@code npm}.
 */
final class LokiJsComparison {
    private static final long SEED = 20_251_116;
    private static final int ROUNDS = 5;
    private static final double SLOW_SECONDS = 5;
    private static final int SLOW_ROUNDS = 3;
    private static final Path NODE_FOLDER = Path.of("benchmarks", "lokijs");

    /** What a forced write per document allows in reasonable time. */
    private static final int DURABLE_INSERTS_MAX = 2_000;

    private final int count;
    private final Path file;
    private final List<Contender> contenders;
    private final StringBuilder table = new StringBuilder();

    private LokiJsComparison(int count, Path file, List<Contender> contenders) {
        this.count = count;
        this.file = file;
        this.contenders = contenders;
    }

    /**
     * A row of the table.
     *
     * @param name as the contenders know it
     * @param title what was done
     * @param unit what the time is of
     * @param warmUps how often it is run before it is measured
     * @param documentsMax how many documents it inserts at most
     */
    private record Row(String name, String title, String unit, int warmUps, int documentsMax) {
        Row(String name, String title, String unit, int warmUps) {
            this(name, title, unit, warmUps, Integer.MAX_VALUE);
        }
    }

    private static final List<Row> ROWS =
            List.of(
                    new Row("bulkInsert", "bulk insert, 10,000 at a time", "document", 1),
                    new Row("insert", "insert one by one", "document", 1),
                    new Row("views", "insert, 20 views read every 1,000", "document", 1),
                    new Row(
                            "sortedViews",
                            "the same, sorted, 20,000 at most",
                            "document",
                            1,
                            20_000),
                    new Row("get", "get by id", "call", 2),
                    new Row("findOneIndexed", "index, equal, 1 result", "call", 2),
                    new Row("findEqualIndexed", "index, equal, 0.1 % of all", "call", 2),
                    new Row("findRangeIndexed", "index, range, 1 % of all", "call", 2),
                    new Row("countIndexed", "count by index, range", "call", 2),
                    new Row("countScan", "count, unindexed", "document", 2),
                    new Row("scan", "unindexed scan, three conditions", "document", 2),
                    new Row("regex", "regular expression scan", "document", 2),
                    new Row("sort", "sort by two fields, 75 % of all", "document", 2),
                    new Row("update", "update by query, 10 % of all", "changed document", 2),
                    new Row("remove", "remove by query, 5 % of all", "removed document", 1));

    public static void main(String[] arguments) throws Exception {
        final List<String> options =
                Arrays.stream(arguments).filter(word -> word.startsWith("--")).toList();
        final List<Integer> counts =
                Arrays.stream(arguments)
                        .filter(word -> !word.startsWith("--"))
                        .map(Integer::valueOf)
                        .toList();
        installLokiJs();
        final StringBuilder tables = new StringBuilder();
        for (final int count : counts.isEmpty() ? List.of(100_000, 1_000_000) : counts) {
            tables.append(compare(count, option(options, "--rows=")));
        }
        System.out.println("\n" + tables);
        final String out = option(options, "--out=");
        if (!out.isEmpty()) {
            Files.writeString(Path.of(out), tables);
        }
    }

    private static String option(List<String> options, String name) {
        return options.stream()
                .filter(word -> word.startsWith(name))
                .map(word -> word.substring(name.length()))
                .findFirst()
                .orElse("");
    }

    private static void installLokiJs() throws IOException, InterruptedException {
        if (!Files.isDirectory(NODE_FOLDER.resolve("node_modules"))) {
            final int exit =
                    new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                            .directory(NODE_FOLDER.toFile())
                            .inheritIO()
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IOException("npm could not install lokijs");
            }
        }
    }

    private static String compare(int count, String rows) throws IOException {
        final Path folder = Files.createTempDirectory("lokijs-comparison");
        final List<Contender> contenders = new ArrayList<>();
        try {
            final Path file = folder.resolve("documents.ndjson");
            SampleDocuments.write(file, count, SEED);
            contenders.add(Contender.start("lokijs", node(file, count)));
            contenders.add(Contender.start("memory", java(file, count, "memory", folder)));
            contenders.add(Contender.start("durable file", java(file, count, "file", folder)));
            final LokiJsComparison comparison = new LokiJsComparison(count, file, contenders);
            comparison.load();
            for (final Row row : ROWS) {
                if (rows.isEmpty() || List.of(rows.split(",", -1)).contains(row.name)) {
                    comparison.run(row);
                }
            }
            return comparison.table.append('\n').toString();
        } finally {
            contenders.forEach(Contender::close);
            deleteAll(folder);
        }
    }

    private static List<String> node(Path file, int count) {
        return List.of(
                "node",
                "--expose-gc",
                "--max-old-space-size=8192",
                NODE_FOLDER.resolve("contender.js").toString(),
                file.toString(),
                String.valueOf(count));
    }

    private static List<String> java(Path file, int count, String storage, Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx6g",
                "-cp",
                System.getProperty("java.class.path"),
                EngineContender.class.getName(),
                file.toString(),
                String.valueOf(count),
                storage,
                folder.resolve(storage).toString());
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Loads the documents everywhere, and tells what they occupy. */
    private void load() throws IOException {
        final List<Contender.Answer> answers = round("load", 0, count);
        final double jsonEach = (double) Files.size(file) / count;
        table.append("### ").append(String.format(Locale.ROOT, "%,d", count));
        table.append(
                String.format(Locale.ROOT, " documents, %.0f bytes of JSON each%n%n", jsonEach));
        table.append("| | per | ");
        contenders.forEach(contender -> table.append(contender.name()).append(" | "));
        table.append("lokijs / memory | lokijs / durable |\n|---|---|---:|---:|---:|---:|---:|\n");
        final List<Double> bytes =
                answers.stream().map(answer -> (double) answer.heapBytes() / count).toList();
        append("heap after garbage collection", "document", bytes, "%.0f B");
    }

    /** Every contender once. */
    private List<Contender.Answer> round(String row, int round, int limit) throws IOException {
        final List<Contender.Answer> answers = new ArrayList<>();
        for (final Contender contender : contenders) {
            final boolean isForced =
                    row.equals("insert") && contender == contenders.get(contenders.size() - 1);
            answers.add(
                    contender.run(
                            row, round, isForced ? Math.min(limit, DURABLE_INSERTS_MAX) : limit));
            if (!isForced && !answers.getLast().check().equals(answers.getFirst().check())) {
                throw new IllegalStateException(
                        row
                                + ": lokijs answers "
                                + answers.getFirst().check()
                                + ", "
                                + contender.name()
                                + " "
                                + answers.getLast().check());
            }
        }
        return answers;
    }

    private void run(Row row) throws IOException {
        int round = 0;
        for (; round < row.warmUps; round++) {
            round(row.name, round, Math.min(count, row.documentsMax));
        }
        final Map<Contender, List<Double>> nanos = new LinkedHashMap<>();
        int rounds = ROUNDS;
        for (int measured = 0; measured < rounds; measured++) {
            final List<Contender.Answer> answers =
                    round(row.name, round++, Math.min(count, row.documentsMax));
            for (int i = 0; i < answers.size(); i++) {
                final Contender.Answer answer = answers.get(i);
                nanos.computeIfAbsent(contenders.get(i), _ -> new ArrayList<>())
                        .add(answer.nanosEach());
                if (answer.nanos() / 1e9 > SLOW_SECONDS) {
                    rounds = SLOW_ROUNDS;
                }
            }
        }
        append(
                row.title,
                row.unit,
                nanos.values().stream().map(LokiJsComparison::median).toList(),
                "%,.2f µs");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2) / 1000;
    }

    private void append(String title, String unit, List<Double> values, String format) {
        final StringBuilder line = new StringBuilder("| " + title + " | " + unit + " | ");
        values.forEach(
                value -> line.append(String.format(Locale.ROOT, format, value)).append(" | "));
        for (int i = 1; i < values.size(); i++) {
            final double ratio = values.getFirst() / values.get(i);
            line.append(
                    String.format(Locale.ROOT, ratio >= 1 ? "**%.2f ×** | " : "%.2f × | ", ratio));
        }
        System.out.println(line);
        table.append(line.toString().stripTrailing()).append('\n');
    }
}
