package io.lokivector.benchmarks.kernels;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the distance kernels by JMH, beside the same in C where there is a C compiler, and
 * prints nanoseconds a row.
 *
 * <p>An argument limits the kernels to those whose names begin with it: {@code float}, {@code
 * half}, {@code byte}, {@code bits}, {@code floatDot}. A figure is the fastest of {@value
 * #ITERATIONS} iterations, because whatever else the machine does can only make one slower.
 */
public final class KernelComparison {
    private static final int ITERATIONS = 200;

    // Shorter than a time slice, so that some are not interrupted.
    private static final TimeValue ITERATION = TimeValue.milliseconds(4);
    private static final TimeValue WARMUP = TimeValue.milliseconds(100);
    private static final String[] DIMENSIONS = {"100", "384", "768"};

    private KernelComparison() {}

    /** Measures and prints. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, RunnerException {
        final String prefix = arguments.length == 0 ? "" : arguments[0];
        final Optional<Path> library =
                NativeKernels.compile(Path.of("benchmarks", "target", "kernels"));
        if (library.isEmpty()) {
            System.out.println("There is no C compiler (gcc, cc or clang): Java alone.");
        }
        System.out.println("Measuring; all kernels together take about ten minutes.");
        final Map<String, Map<String, Double>> java = new TreeMap<>();
        for (final RunResult result :
                run(
                        options(10)
                                .include("\\.JavaKernels\\." + prefix)
                                .param("dimension", DIMENSIONS))) {
            final String benchmark = result.getParams().getBenchmark();
            java.computeIfAbsent(
                            snakeCase(benchmark.substring(benchmark.lastIndexOf('.') + 1)),
                            _ -> new TreeMap<>())
                    .put(result.getParams().getParam("dimension"), fastest(result));
        }
        final Map<String, Map<String, Double>> c = new TreeMap<>();
        if (library.isPresent()) {
            for (final RunResult result : runC(library.get(), java.keySet())) {
                c.computeIfAbsent(result.getParams().getParam("function"), _ -> new TreeMap<>())
                        .put(result.getParams().getParam("dimension"), fastest(result));
            }
        }
        print(java, c);
    }

    private static Collection<RunResult> runC(Path library, Collection<String> kernels)
            throws RunnerException {
        final List<String> functions = new ArrayList<>();
        for (final String kernel : kernels) {
            for (final String function : List.of(kernel + "_plain", kernel + "_hand")) {
                if (NativeKernels.has(library, function)) {
                    functions.add(function);
                }
            }
        }
        return run(
                options(3)
                        .include("\\.CKernels\\.")
                        .param("dimension", DIMENSIONS)
                        .param("function", functions.toArray(String[]::new))
                        .jvmArgsAppend(
                                "-XX:ObjectAlignmentInBytes=" + Operands.CACHE_LINE_BYTES,
                                "-D" + CKernels.LIBRARY + "=" + library));
    }

    private static ChainedOptionsBuilder options(int warmups) {
        return new OptionsBuilder()
                .shouldFailOnError(true)
                .forks(1)
                .jvmArgsAppend("-XX:ObjectAlignmentInBytes=" + Operands.CACHE_LINE_BYTES)
                .warmupIterations(warmups)
                .warmupTime(WARMUP)
                .measurementIterations(ITERATIONS)
                .measurementTime(ITERATION);
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        // What the forked machines print, their warnings above all, is no result.
        final PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Runner(
                        options.build(),
                        OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT))
                .run();
    }

    private static double fastest(RunResult result) {
        return result.getPrimaryResult().getStatistics().getMin();
    }

    /** {@code floatDotOne} becomes {@code float_dot_one}, the name in C. */
    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static void print(
            Map<String, Map<String, Double>> java, Map<String, Map<String, Double>> c) {
        System.out.println();
        System.out.println("Nanoseconds a row; Java : C against the faster C");
        System.out.printf(
                Locale.ROOT,
                "%-20s %9s %8s %8s %10s %9s%n",
                "kernel",
                "dimension",
                "Java",
                "C plain",
                "C by hand",
                "Java : C");
        java.forEach((kernel, times) -> {
            for (final String dimension : DIMENSIONS) {
                final double ours = time(java, kernel, dimension);
                final double plain = time(c, kernel + "_plain", dimension);
                final double hand = time(c, kernel + "_hand", dimension);
                System.out.printf(
                        Locale.ROOT,
                        "%-20s %9s %8.2f %8s %10s %9s%n",
                        kernel,
                        dimension,
                        ours,
                        text(plain),
                        text(hand),
                        text(ours / Math.min(plain, hand)));
            }
        });
    }

    /** Infinite if it was not measured. */
    private static double time(
            Map<String, Map<String, Double>> times, String function, String dimension) {
        return times.getOrDefault(function, Map.of())
                .getOrDefault(dimension, Double.POSITIVE_INFINITY);
    }

    private static String text(double number) {
        return Double.isFinite(number) && number > 0
                ? String.format(Locale.ROOT, "%.2f", number)
                : "-";
    }
}
