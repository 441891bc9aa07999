package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Contender.Filter;
import io.lokivector.benchmarks.vectors.Contender.Search;
import io.lokivector.benchmarks.vectors.ContenderProcess.Build;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The process of a contender on the JVM; {@link ContenderProcess} tells what it is asked.
 *
 * <p>Arguments: the contender's name, as {@link Engine} gives it; its options; the folder of the
 * data; a folder for files of its own.
 */
final class ContenderMain {
    private final Contender contender;
    private final Path folder;
    private final List<Filter> filters;
    private final float[][] queries;
    private final long residentBefore;
    private final long heapBefore;

    private ContenderMain(Contender contender, Path folder) throws IOException {
        this.contender = contender;
        this.folder = folder;
        try (VectorSet data = VectorSet.open(folder)) {
            filters = Filters.of(data);
            queries = new float[data.queryCount()][];
            for (int query = 0; query < queries.length; query++) {
                queries[query] = data.unitQuery(query);
            }
        }
        heapBefore = heapBytes();
        residentBefore = residentBytes();
    }

    public static void main(String[] arguments) throws Exception {
        // Libraries print to the standard output; answers must be alone there.
        final PrintStream answers = System.out;
        System.setOut(System.err);
        // Nobody waits for an index whose measuring process was stopped while it was built.
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        try (Contender contender =
                Engine.create(arguments[0], arguments[1], Path.of(arguments[3]))) {
            final ContenderMain main = new ContenderMain(contender, Path.of(arguments[2]));
            final BufferedReader commands =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                answers.println(main.answer(line.split(" ")));
                answers.flush();
            }
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "build" -> build(Integer.parseInt(words[1]));
            case "memory" -> memory();
            case "answers" ->
                    answers(
                            Integer.parseInt(words[1]),
                            Filters.named(filters, words[2]),
                            Integer.parseInt(words[3]));
            case "time" ->
                    time(
                            Integer.parseInt(words[1]),
                            Filters.named(filters, words[2]),
                            Integer.parseInt(words[3]),
                            Integer.parseInt(words[4]),
                            Integer.parseInt(words[5]));
            default -> throw new IllegalArgumentException(String.join(" ", words));
        };
    }

    private String build(int threads) throws Exception {
        final long wall = System.nanoTime();
        final long cpu = CpuTime.ofProcess();
        try (VectorSet data = VectorSet.open(folder)) {
            contender.build(data, filters, threads);
        }
        final Build own = new Build(System.nanoTime() - wall, CpuTime.ofProcess() - cpu);
        contender.leave(own);
        final Build spent = own.plus(contender.borrowed());
        return spent.wallNanos() + " " + spent.cpuNanos();
    }

    private String memory() throws IOException {
        final long heap = heapBytes() - heapBefore;
        return (residentBytes() - residentBefore) + " " + heap + " " + contender.indexBytes();
    }

    private static long heapBytes() {
        // The second collection gets what the first one's finalizing actions let go.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long residentBytes() throws IOException {
        final Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    * 1024;
        }
    }

    private String answers(int effort, Filter filter, int count) throws IOException {
        final Search search = contender.search(effort, filter);
        final int[] rows = new int[Contender.K];
        final StringBuilder line = new StringBuilder();
        for (int query = 0; query < count; query++) {
            final int found = search.find(queries[query], rows);
            for (int rank = 0; rank < rows.length; rank++) {
                line.append(rank < found ? rows[rank] : -1).append(' ');
            }
        }
        return line.toString();
    }

    /** What one thread did. */
    private record Share(long searches, long cpuNanos) {}

    private String time(int effort, Filter filter, int threads, int millis, int first)
            throws IOException, InterruptedException, ExecutionException {
        final long cpu = CpuTime.withoutCompilers();
        final long begin = System.nanoTime();
        final long end = begin + millis * 1_000_000L;
        final List<FutureTask<Share>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            final int own = (first + i * queries.length / 2) % queries.length;
            final Callable<Share> work = () -> searchUntil(end, effort, filter, own);
            final FutureTask<Share> task = new FutureTask<>(work);
            tasks.add(task);
            Thread.ofPlatform().name("search-" + i).start(task);
        }
        long searches = 0;
        long threadNanos = 0;
        for (final FutureTask<Share> task : tasks) {
            searches += task.get().searches;
            threadNanos += task.get().cpuNanos;
        }
        final long wall = System.nanoTime() - begin;
        return searches + " " + wall + " " + threadNanos + " " + (CpuTime.withoutCompilers() - cpu);
    }

    private Share searchUntil(long end, int effort, Filter filter, int first) throws IOException {
        final var threads = ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadCpuTime();
        final Search search = contender.search(effort, filter);
        final int[] rows = new int[Contender.K];
        long searches = 0;
        int query = first;
        while (System.nanoTime() < end) {
            search.find(queries[query], rows);
            query = query + 1 == queries.length ? 0 : query + 1;
            searches++;
        }
        return new Share(searches, threads.getCurrentThreadCpuTime() - before);
    }
}
