package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads real sentences and searches them by meaning. */
@Command(
        name = "demo",
        description = "Load 2,800 definitions of words and search them by meaning.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Uses the server at --url; if none answers there, starts one with an empty folder of"
                    + " its own and stops it at the end."
        })
final class DemoCommand implements Runnable {
    static final String QUERY = "a place where ships are kept safe";

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(names = "--query", description = "What to look for; '" + QUERY + "' otherwise.")
    private String query = QUERY;

    @Option(names = "--collection", description = "The collection to fill; glosses otherwise.")
    private String collection = "glosses";

    @Option(names = "--results", description = "How many to show; 5 otherwise.")
    private int results = 5;

    @Option(names = "--data-dir", description = "Where a server that is started keeps its data.")
    private Optional<Path> dataDirectory = Optional.empty();

    @Option(names = "--file", hidden = true, description = "Another file of word, tab, definition.")
    private Optional<Path> file = Optional.empty();

    @Override
    public void run() {
        final Server server = options.server();
        if (isThere(server)) {
            options.out().println("Using the server at " + server.url() + ".");
            show(server);
            return;
        }
        options.out().println("No server answers at " + server.url() + ": starting one ...");
        try (OwnServer own = OwnServer.start(Installation.current(), server.url(), dataDirectory)) {
            options.out().println("Its data and its log are in " + own.folder() + ".");
            show(own.server());
            if (System.console() != null) {
                askForMore(own.server());
            }
            options.out().println("Stopping the server.");
        }
    }

    private static boolean isThere(Server server) {
        try {
            server.get("/health");
            return true;
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.UNREACHABLE) {
                return false;
            }
            throw failure;
        }
    }

    private void show(Server server) {
        final Path glosses =
                file.orElseGet(() -> Installation.current().home().resolve("demo/glosses.tsv"));
        new GlossCollection(server, collection).fill(Glosses.read(glosses), options.out());
        search(server, query);
    }

    private void search(Server server, String text) {
        final long start = System.nanoTime();
        final JsonNode hits = new GlossCollection(server, collection).search(text, results);
        final long millis = (System.nanoTime() - start) / 1_000_000;
        options.print(hits, (nodes, out) -> table(text, nodes, millis, out));
    }

    private static void table(String text, JsonNode hits, long millis, PrintWriter out) {
        out.println();
        out.println("\"" + text + "\" (" + millis + " ms):");
        final Table table = new Table("", "SIMILARITY", "WORD", "DEFINITION");
        int rank = 1;
        for (final JsonNode hit : hits) {
            table.add(
                    rank++ + ".",
                    String.format(Locale.ROOT, "%.3f", hit.path("$similarity").asDouble()),
                    hit.path("word").asText(),
                    hit.path("gloss").asText());
        }
        table.print(out);
        out.println();
    }

    @SuppressForbidden("a conversation needs standard input")
    private void askForMore(Server server) {
        final BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        options.out().println("Say what you look for; an empty line ends the demo.");
        try {
            for (@Nullable String line = in.readLine();
                    line != null && !line.isBlank();
                    line = in.readLine()) {
                search(server, line);
            }
        } catch (IOException e) {
            throw new Failure(Failure.Kind.FAILED, "standard input broke off: " + e.getMessage());
        }
    }
}
