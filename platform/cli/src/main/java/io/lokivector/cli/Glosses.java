package io.lokivector.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Words and their definitions, from WordNet. */
final class Glosses {
    private static final int MAX_BYTES = 64 << 20;

    /** A word and what it means. */
    record Gloss(String word, String definition) {}

    private Glosses() {}

    /** Reads a file of lines: word, tab, definition. */
    static List<Gloss> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new Failure(Failure.Kind.FAILED, file + " is larger than 64 MiB");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> gloss(line, file))
                    .toList();
        } catch (IOException _) {
            throw new Failure(Failure.Kind.FAILED, "the demo's sentences are not in " + file);
        }
    }

    private static Gloss gloss(String line, Path file) {
        final int tab = line.indexOf('\t');
        if (tab < 1) {
            throw new Failure(
                    Failure.Kind.FAILED,
                    "a line of " + file + " is not word, tab, definition: " + line);
        }
        return new Gloss(line.substring(0, tab), line.substring(tab + 1));
    }
}
