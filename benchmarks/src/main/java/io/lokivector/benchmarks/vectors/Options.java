package io.lokivector.benchmarks.vectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to compare, and how long.
 *
 * @param sets names of sets of vectors
 * @param data a prepared folder to use for the glosses, or empty
 * @param kinds of engines
 * @param ours options of our graph, one entry for each time that it takes part
 * @param flat the same of our flat index
 * @param rounds how often each point is timed
 * @param millis how long each time
 * @param queries how many queries decide the recall, at most
 * @param efforts from small to great
 * @param heap of each process
 * @param results the folder to write to
 */
record Options(
        List<String> sets,
        // Paths of a machine are not written into results.
        @JsonIgnore String data,
        List<String> kinds,
        List<String> ours,
        List<String> flat,
        int rounds,
        int millis,
        int queries,
        List<Integer> efforts,
        String heap,
        @JsonIgnore String results) {
    private static final List<Integer> EFFORTS =
            List.of(10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024);
    private static final List<Integer> QUICK_EFFORTS = List.of(10, 16, 32, 64, 128, 256, 512);

    static Options parse(String[] arguments) {
        final Map<String, String> given = new LinkedHashMap<>();
        for (final String argument : arguments) {
            final int equals = argument.indexOf('=');
            if (!argument.startsWith("--")) {
                throw new IllegalArgumentException("what is " + argument + "?");
            }
            given.put(
                    equals < 0 ? argument.substring(2) : argument.substring(2, equals),
                    equals < 0 ? "true" : argument.substring(equals + 1));
        }
        final boolean isQuick = Boolean.parseBoolean(take(given, "quick", "false"));
        final Options options =
                new Options(
                        list(take(given, "data-sets", "glosses,words"), ","),
                        take(given, "data", ""),
                        list(take(given, "engines", String.join(",", Engine.KINDS)), ","),
                        list(take(given, "ours", ""), ";"),
                        list(take(given, "flat", ""), ";"),
                        Integer.parseInt(take(given, "rounds", isQuick ? "1" : "3")),
                        Integer.parseInt(take(given, "millis", isQuick ? "200" : "400")),
                        Integer.parseInt(take(given, "queries", isQuick ? "500" : "2000")),
                        efforts(take(given, "ef", ""), isQuick ? QUICK_EFFORTS : EFFORTS),
                        take(given, "heap", "6g"),
                        take(given, "results", "benchmarks/results"));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("there is no option --" + given.keySet());
        }
        return options;
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        final String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    private static List<String> list(String text, String separator) {
        return List.of(text.split(separator, -1));
    }

    private static List<Integer> efforts(String text, List<Integer> otherwise) {
        return text.isEmpty()
                ? otherwise
                : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }
}
