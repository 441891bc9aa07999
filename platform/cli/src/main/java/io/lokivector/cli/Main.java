package io.lokivector.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The entrance of the command line. */
public final class Main {
    private static final List<String> GROUPS = List.of("key", "collections", "plugin");

    private Main() {}

    /** Runs one command and exits with its code. */
    @SuppressForbidden("standard output and error are what a command line talks to")
    public static void main(String[] arguments) {
        final int exitCode =
                run(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        arguments);
        System.exit(exitCode);
    }

    /** Runs one command; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        final CommandLine commands =
                new CommandLine(new RootCommand())
                        .setOut(out)
                        .setErr(err)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler(Main::report);
        return commands.execute(withoutColons(arguments));
    }

    /** {@code key:create} is another way to write {@code key create}. */
    static String[] withoutColons(String... arguments) {
        if (arguments.length == 0) {
            return arguments;
        }
        final String[] words = arguments[0].split(":", 2);
        if (words.length < 2 || !GROUPS.contains(words[0])) {
            return arguments;
        }
        return Stream.concat(Arrays.stream(words), Arrays.stream(arguments, 1, arguments.length))
                .toArray(String[]::new);
    }

    private static int report(
            Exception failure, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
        if (failure instanceof Failure known) {
            command.getErr().println("lokivector: " + known.sentence());
            return known.kind().exitCode();
        }
        command.getErr().println("lokivector: the command failed: " + failure);
        return Failure.Kind.FAILED.exitCode();
    }
}
