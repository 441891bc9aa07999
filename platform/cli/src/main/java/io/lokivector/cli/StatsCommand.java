package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how much a server holds, of what the key may see. */
@Command(
        name = "stats",
        description = "Show how much a server holds, of what the key may see.",
        mixinStandardHelpOptions = true)
final class StatsCommand implements Runnable {
    @Mixin private ServerOptions options = new ServerOptions();

    @Override
    public void run() {
        options.print(options.server().get("/collections"), StatsCommand::sums);
    }

    private static void sums(JsonNode collections, PrintWriter out) {
        long documents = 0;
        long vectors = 0;
        long bytes = 0;
        for (final JsonNode collection : collections) {
            documents += collection.path("count").asLong();
            bytes += collection.path("size").asLong();
            for (final JsonNode index : collection.path("indexes")) {
                vectors += index.path("vector").asBoolean() ? index.path("size").asLong() : 0;
            }
        }
        out.println("collections  " + collections.size());
        out.println("documents    " + documents);
        out.println("vectors      " + vectors);
        out.println("size         " + Table.bytes(bytes));
    }
}
