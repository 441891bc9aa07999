package io.lokivector.benchmarks.vectors;

import io.lokivector.index.flat.FlatIndexFactory;
import io.lokivector.index.hnsw.HnswIndexFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can take part, and how its process is started.
 *
 * @param kind which contender it is
 * @param label how the report calls it
 * @param options of one of our own indexes: {@code name=value}, separated by commas
 * @param isFiltered whether it takes part in filtered search
 */
record Engine(String kind, String label, String options, boolean isFiltered) {
    static final String OURS = "ours";
    static final String FLAT = "flat";
    static final String HNSWLIB = "hnswlib";
    private static final String HNSWLIB_HUGE_PAGES = "hnswlib-thp";
    private static final String JVECTOR = "jvector";
    private static final String JVECTOR_FUSED = "jvector-fused";
    private static final String LUCENE = "lucene";
    private static final String LUCENE_QUANTIZED = "lucene-";

    /** Every kind; {@code lucene-4bit} and {@code lucene-1bit} are possible as well. */
    static final List<String> KINDS =
            List.of(
                    OURS,
                    FLAT,
                    HNSWLIB,
                    HNSWLIB_HUGE_PAGES,
                    LUCENE,
                    LUCENE_QUANTIZED + "8bit",
                    JVECTOR,
                    JVECTOR_FUSED);

    /**
     * The engines of the kinds asked for.
     *
     * @param kinds some of {@link #KINDS}
     * @param ours options of our graph, one entry for each time that it takes part
     * @param flat the same of our flat index
     */
    static List<Engine> of(List<String> kinds, List<String> ours, List<String> flat) {
        final List<Engine> engines = new ArrayList<>();
        for (final String kind : kinds) {
            if (kind.equals(OURS)) {
                ours.forEach(options -> engines.add(ours(kind, "LokiVector", options)));
            } else if (kind.equals(FLAT)) {
                flat.forEach(options -> engines.add(ours(kind, "LokiVector flat", options)));
            } else {
                engines.add(new Engine(kind, label(kind), "", kind.startsWith(LUCENE)));
            }
        }
        return engines;
    }

    private static Engine ours(String kind, String name, String options) {
        final String label = name + (options.isEmpty() ? "" : " (" + options + ")");
        return new Engine(kind, label, options, true);
    }

    private static String label(String kind) {
        return switch (kind) {
            case HNSWLIB -> "hnswlib";
            case HNSWLIB_HUGE_PAGES -> "hnswlib, huge pages";
            case LUCENE -> "Lucene";
            case JVECTOR -> "JVector";
            case JVECTOR_FUSED -> "JVector, fused PQ + rerank";
            default -> "Lucene, " + bits(kind) + "-bit + rerank";
        };
    }

    private static int bits(String kind) {
        return switch (kind) {
            case "lucene-8bit" -> 8;
            case "lucene-4bit" -> 4;
            case "lucene-1bit" -> 1;
            default ->
                    throw new IllegalArgumentException(
                            "there is no engine " + kind + ", but " + String.join(", ", KINDS));
        };
    }

    /** Whether it finds everything whatever the effort. */
    boolean isExact() {
        return kind.equals(FLAT);
    }

    /** Whether it is a program in C++. */
    boolean isNative() {
        return kind.startsWith(HNSWLIB);
    }

    /** The index itself, in a process of its own. */
    static Contender create(String kind, String options, Path folder) throws IOException {
        return switch (kind) {
            case OURS -> {
                final Map<String, Object> values = new LinkedHashMap<>();
                values.put("m", Contender.M);
                values.put("efConstruction", Contender.EF_CONSTRUCTION);
                values.putAll(values(options));
                yield LokiVectorContender.of(new HnswIndexFactory(), values, folder);
            }
            case FLAT -> LokiVectorContender.of(new FlatIndexFactory(), values(options), folder);
            case LUCENE -> LuceneContender.floats(folder);
            case JVECTOR -> JVectorContender.floats(folder);
            case JVECTOR_FUSED -> JVectorContender.fused(folder);
            default -> LuceneContender.quantized(bits(kind), folder);
        };
    }

    /** Numbers and truth values are what they look like; the rest is text. */
    private static Map<String, Object> values(String options) {
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final String option : options.split(",", -1)) {
            final int equals = option.indexOf('=');
            if (equals > 0) {
                final String text = option.substring(equals + 1);
                final Object value =
                        text.matches("-?\\d{1,18}")
                                ? Long.valueOf(text)
                                : text.matches("true|false") ? Boolean.valueOf(text) : text;
                values.put(option.substring(0, equals), value);
            } else if (!option.isEmpty()) {
                throw new IllegalArgumentException("an option is name=value, not " + option);
            }
        }
        return values;
    }

    /**
     * Starts its process.
     *
     * @param data the folder of the vectors
     * @param scratch a folder for all processes of the run
     * @param program the compiled program of hnswlib, if this is hnswlib
     * @param heap as {@code -Xmx} takes it
     */
    ContenderProcess start(Path data, Path scratch, Path program, String heap) throws IOException {
        if (isNative()) {
            return ContenderProcess.start(
                    label,
                    List.of(
                            program.toString(),
                            data.toString(),
                            String.valueOf(Contender.M),
                            String.valueOf(Contender.EF_CONSTRUCTION),
                            String.valueOf(Contender.K)),
                    kind.equals(HNSWLIB_HUGE_PAGES)
                            ? Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")
                            : Map.of());
        }
        return ContenderProcess.start(
                label,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseTransparentHugePages",
                        // A compiler thread that ends takes the record of its time with it.
                        "-XX:-UseDynamicNumberOfCompilerThreads",
                        // So that a collection gives memory back and the resident part means
                        // something.
                        "-XX:MinHeapFreeRatio=5",
                        "-XX:MaxHeapFreeRatio=10",
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContenderMain.class.getName(),
                        kind,
                        options,
                        data.toString(),
                        Files.createTempDirectory(scratch, kind).toString()),
                Map.of());
    }
}
