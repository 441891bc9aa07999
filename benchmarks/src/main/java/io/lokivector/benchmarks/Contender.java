package io.lokivector.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;

/**
 * A process that carries out rows of a comparison: for each line of its input, a row's name and two
 * numbers, it answers one line of JSON.
 */
final class Contender implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private Contender(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    /**
     * What came of a row.
     *
     * @param operations how many there were: calls, or documents
     * @param nanos what they took together
     * @param check the same for everyone who answered rightly
     * @param heapBytes by how much the heap grew, 0 if it was not measured
     */
    record Answer(long operations, long nanos, String check, long heapBytes) {
        double nanosEach() {
            return (double) nanos / operations;
        }
    }

    static Contender start(String name, List<String> command) throws IOException {
        return new Contender(
                name,
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    String name() {
        return name;
    }

    /**
     * Carries out a row.
     *
     * @param round from 0; rounds of a row that removes differ in what they remove
     * @param limit the most documents to insert
     */
    Answer run(String row, int round, int limit) throws IOException {
        commands.write(row + " " + round + " " + limit + "\n");
        commands.flush();
        final String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " ended in row " + row);
        }
        return JSON.readValue(line, Answer.class);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
