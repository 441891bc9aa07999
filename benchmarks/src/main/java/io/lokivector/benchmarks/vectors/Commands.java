package io.lokivector.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Other programs. */
final class Commands {
    private Commands() {}

    /** Runs a program and says whether it was there and succeeded. */
    static boolean succeeds(Path folder, List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
