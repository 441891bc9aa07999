package io.lokivector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about collections. */
@Command(
        name = "collections",
        description = "Collections: list, create, drop, import, export.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class CollectionCommands {
    private static String path(String name) {
        return "/collections/" + Server.segment(name);
    }

    @Command(
            name = "list",
            description = "List the collections that the key may see.",
            mixinStandardHelpOptions = true)
    void list(@Mixin ServerOptions options) {
        options.print(options.server().get("/collections"), CollectionCommands::table);
    }

    private static void table(JsonNode collections, PrintWriter out) {
        final Table table = new Table("NAME", "DOCUMENTS", "SIZE", "INDEXES");
        for (final JsonNode collection : collections) {
            table.add(
                    collection.path("name").asText(),
                    collection.path("count").asLong(),
                    Table.bytes(collection.path("size").asLong()),
                    collection.path("indexes").size());
        }
        table.print(out);
    }

    @Command(name = "create", description = "Create a collection.", mixinStandardHelpOptions = true)
    void create(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "<name>") String name,
            @Option(
                            names = "--options",
                            paramLabel = "<json>",
                            description =
                                    "Its options, e.g. '{\"vectorIndices\":{\"embedding\":{\"metric\":\"cosine\"}}}'.")
                    Optional<String> given) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        given.ifPresent(text -> body.set("options", parse(text)));
        options.printMessage(options.server().post("/collections", body));
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new Failure(
                    Failure.Kind.USAGE, "--options is not JSON: " + e.getOriginalMessage());
        }
    }

    @Command(
            name = "drop",
            description = "Drop a collection with all its documents.",
            mixinStandardHelpOptions = true)
    void drop(@Mixin ServerOptions options, @Parameters(paramLabel = "<name>") String name) {
        options.printMessage(options.server().delete(path(name)));
    }

    @Command(
            name = "import",
            description = "Insert the documents of a file, one JSON object a line.",
            mixinStandardHelpOptions = true)
    void load(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "<name>") String name,
            @Parameters(paramLabel = "<file>") Path file) {
        options.print(
                options.server().upload(path(name) + "/import", file),
                (answer, out) ->
                        out.println(
                                answer.path("message").asText("done")
                                        + (answer.has("count")
                                                ? ": "
                                                        + answer.path("count").asLong()
                                                        + " documents"
                                                : "")));
    }

    @Command(
            name = "export",
            description = "Write all documents, one JSON object a line.",
            mixinStandardHelpOptions = true)
    void export(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "<name>") String name,
            @Parameters(
                            paramLabel = "<file>",
                            arity = "0..1",
                            description = "A new file; without it, standard output.")
                    Optional<Path> file) {
        if (file.isEmpty()) {
            try (Stream<String> lines =
                    options.server().download(path(name) + "/export", BodyHandlers.ofLines())) {
                lines.forEach(options.out()::println);
            }
            return;
        }
        if (Files.exists(file.get())) {
            throw new Failure(
                    Failure.Kind.USAGE, "the file " + file.get() + " exists; choose a new one");
        }
        final Path written =
                options.server().download(path(name) + "/export", BodyHandlers.ofFile(file.get()));
        options.out().println("exported to " + written);
    }
}
