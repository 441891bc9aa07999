package io.lokivector.benchmarks.vectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.util.Version;

/**
 * Compares this project's vector indexes with Lucene, JVector and hnswlib, side by side: prepares
 * the data from packages, runs each index in a process of its own, alternates the rounds, and
 * writes tables (Markdown), a plot (SVG) and the raw figures (JSON).
 *
 * <p>Options, each {@code --name=value}; {@link Options} has what they are without: {@code
 * data-sets} ({@code glosses}, {@code words}, {@code glosses:5000} for some of them, or a prepared
 * folder), {@code data} (a prepared folder to use for the glosses), {@code engines}, {@code ours}
 * (options of our index, {@code quantization=none;quantization=auto} to let it take part twice),
 * {@code rounds}, {@code millis}, {@code queries}, {@code ef}, {@code heap}, {@code results}; and
 * {@code --quick}. Run from the root of a checkout.
 */
public final class VectorComparison {
    private static final Path CACHE = Path.of("benchmarks", "data");

    private final Options options;
    private final Optional<Path> hnswlib;

    private VectorComparison(Options options) throws IOException {
        this.options = options;
        this.hnswlib =
                options.kinds().stream().anyMatch(kind -> kind.startsWith(Engine.HNSWLIB))
                        ? Hnswlib.compile(CACHE.resolve("hnswlib"))
                        : Optional.empty();
    }

    /** Compares. */
    public static void main(String[] arguments) throws Exception {
        final VectorComparison comparison = new VectorComparison(Options.parse(arguments));
        for (final String set : comparison.options.sets()) {
            comparison.compare(set);
        }
    }

    private Path folder(String set) throws IOException {
        final String[] parts = set.split(":", 2);
        final String suffix = parts.length == 1 ? "" : "-" + parts[1];
        final int count = parts.length == 1 ? Integer.MAX_VALUE : Integer.parseInt(parts[1]);
        return switch (parts[0]) {
            case "glosses" ->
                    parts.length > 1 || options.data().isEmpty()
                            ? Glosses.prepare(CACHE.resolve("glosses-384" + suffix), count)
                            : Path.of(options.data());
            case "words" -> Words.prepare(CACHE.resolve("words-100" + suffix), count);
            default -> Path.of(set);
        };
    }

    private void compare(String set) throws Exception {
        final Path folder = folder(set);
        final Path scratch = Files.createTempDirectory("vector-comparison");
        final List<ContenderProcess> processes = new ArrayList<>();
        try (VectorSet data = VectorSet.open(folder)) {
            final Measurement measurement = new Measurement(options, data);
            for (final Engine engine : Engine.of(options.kinds(), options.ours(), options.flat())) {
                if (!engine.isNative() || hnswlib.isPresent()) {
                    final ContenderProcess process =
                            engine.start(
                                    folder, scratch, hnswlib.orElse(Path.of("")), options.heap());
                    processes.add(process);
                    measurement.add(engine, process);
                }
            }
            final String name = folder.getFileName().toString();
            write(name, measurement.run(name, !data.attributes().isEmpty()));
        } finally {
            for (final ContenderProcess process : processes) {
                process.close();
            }
            Commands.deleteAll(scratch);
        }
    }

    @SuppressWarnings("SystemOut") // the table is what is asked for
    private void write(String name, Result result) throws IOException {
        final Path folder = Files.createDirectories(Path.of(options.results()));
        final String report = Report.of(result);
        System.out.println(report);
        Files.writeString(folder.resolve(name + ".md"), report);
        Files.writeString(
                folder.resolve(name + ".svg"),
                Plot.draw(
                        name + ": recall@10 and speed",
                        result.curves().stream()
                                .map(curve ->
                                        new Plot.Line(
                                                curve.engine(),
                                                curve.points().stream()
                                                        .map(point ->
                                                                new Plot.Spot(
                                                                        point.recall(),
                                                                        point.rate()))
                                                        .toList()))
                                .toList()));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(
                        folder.resolve(name + ".json").toFile(),
                        Map.of("machine", machine(), "options", options, "result", result));
    }

    private Map<String, String> machine() throws IOException {
        final Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", processor());
        machine.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        machine.put("java", Runtime.version().toString());
        machine.put("lucene", Version.LATEST.toString());
        if (hnswlib.isPresent()) {
            machine.put("hnswlib", Hnswlib.version(CACHE.resolve("hnswlib")));
        }
        return machine;
    }

    private static String processor() throws IOException {
        final Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return System.getProperty("os.arch", "");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }
}
