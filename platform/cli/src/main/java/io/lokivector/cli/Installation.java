package io.lokivector.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The unpacked distribution that this command line belongs to. */
record Installation(Path home) {
    /** The one whose script started this process. */
    static Installation current() {
        final Path home = Path.of(System.getProperty("lokivector.home", ""));
        if (!Files.isRegularFile(home.resolve("bin/lokivector"))) {
            throw new Failure(
                    Failure.Kind.FAILED,
                    "this command needs an unpacked distribution: run its bin/lokivector");
        }
        return new Installation(home);
    }

    /** A process of the distribution's script, not yet started. */
    ProcessBuilder script(List<String> arguments, Map<String, String> environment) {
        final List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/lokivector").toString());
        command.addAll(arguments);
        final ProcessBuilder process = new ProcessBuilder(command);
        process.environment().putAll(environment);
        return process;
    }

    /** Runs the script in the foreground; returns its exit code. */
    int run(List<String> arguments) {
        try {
            return script(arguments, Map.of()).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.FAILED, "bin/lokivector does not run: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.FAILED, "interrupted");
        }
    }
}
