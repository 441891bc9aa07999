package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Contender.Filter;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process with one index in it. It is asked in lines and answers each with one line of numbers:
 *
 * <ul>
 *   <li>{@code build THREADS}: nanoseconds of wall clock and of CPU.
 *   <li>{@code memory}: bytes resident since before the build, bytes of heap since then (-1 if
 *       there is no such thing), bytes that the index accounts for (-1 if it does not).
 *   <li>{@code answers EF FILTER QUERIES}: the rows found, {@link Contender#K} per query, -1 for
 *       each that is missing.
 *   <li>{@code time EF FILTER THREADS MILLIS FIRST}: searches for so long, each thread one query
 *       after the other, from query FIRST; how many there were, nanoseconds of wall clock, of CPU
 *       of the searching threads, and of CPU of the whole process but for compilers.
 * </ul>
 *
 * It ends with its input.
 */
final class ContenderProcess implements AutoCloseable {
    private static final int SECONDS_TO_END = 5;

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private ContenderProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    static ContenderProcess start(
            String name, List<String> command, Map<String, String> environment) throws IOException {
        final ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new ContenderProcess(name, builder.start());
    }

    String name() {
        return name;
    }

    /** What building took, with all threads together in {@code cpuNanos}. */
    record Build(long wallNanos, long cpuNanos) {
        static final Build NOTHING = new Build(0, 0);

        Build plus(Build other) {
            return new Build(wallNanos + other.wallNanos, cpuNanos + other.cpuNanos);
        }
    }

    /** What an index occupies; -1 for what is not known. */
    record Memory(long residentBytes, long heapBytes, long indexBytes) {}

    /** What searches took. */
    record Timing(long searches, long wallNanos, long threadNanos, long processNanos) {
        double perWallSecond() {
            return searches * 1e9 / wallNanos;
        }

        /** What so many threads would answer in a second if each had a core of its own. */
        double perCpuSecond(int threads) {
            return searches * 1e9 * threads / processNanos;
        }

        double perThreadCpuSecond(int threads) {
            return searches * 1e9 * threads / threadNanos;
        }
    }

    Build build(int threads) throws IOException {
        final long[] numbers = ask("build " + threads, 2);
        return new Build(numbers[0], numbers[1]);
    }

    Memory memory() throws IOException {
        final long[] numbers = ask("memory", 3);
        return new Memory(numbers[0], numbers[1], numbers[2]);
    }

    /** The rows found for each of the first queries. */
    int[][] answers(int effort, Filter filter, int queries) throws IOException {
        final long[] numbers =
                ask(
                        String.format(
                                Locale.ROOT, "answers %d %s %d", effort, filter.name(), queries),
                        queries * Contender.K);
        final int[][] rows = new int[queries][Contender.K];
        for (int i = 0; i < numbers.length; i++) {
            rows[i / Contender.K][i % Contender.K] = (int) numbers[i];
        }
        return rows;
    }

    Timing time(int effort, Filter filter, int threads, int millis, int first) throws IOException {
        final long[] numbers =
                ask(
                        String.format(
                                Locale.ROOT,
                                "time %d %s %d %d %d",
                                effort,
                                filter.name(),
                                threads,
                                millis,
                                first),
                        4);
        return new Timing(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private long[] ask(String command, int count) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        final String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " ended while asked: " + command);
        }
        final long[] numbers =
                Arrays.stream(line.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        if (numbers.length != count) {
            throw new IOException(name + " answered " + command + " with: " + line);
        }
        return numbers;
    }

    /** Ends the process. */
    @Override
    public void close() throws IOException {
        try {
            commands.close();
            if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
