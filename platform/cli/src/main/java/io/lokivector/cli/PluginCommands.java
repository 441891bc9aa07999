package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands about modules and plugins. */
@Command(
        name = "plugin",
        description = "Modules and plugins.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class PluginCommands {
    @Command(
            name = "list",
            description = "List modules and plugins, the broken ones with the reason.",
            mixinStandardHelpOptions = true)
    void list(@Mixin ServerOptions options) {
        options.print(options.server().get("/api/plugins"), PluginCommands::table);
    }

    private static void table(JsonNode plugins, PrintWriter out) {
        final Table table = new Table("NAME", "VERSION", "ORIGIN", "STATE", "PROVIDES");
        for (final JsonNode plugin : plugins) {
            table.add(
                    plugin.path("id").asText(),
                    plugin.path("version").asText(),
                    plugin.path("origin").asText(),
                    plugin.path("state").asText(),
                    StreamSupport.stream(plugin.path("provides").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", ")));
        }
        table.print(out);
        for (final JsonNode plugin : plugins) {
            final String reason = plugin.path("reason").asText("");
            if (!reason.isEmpty() && !reason.equals("null")) {
                out.println(plugin.path("id").asText() + ": " + reason);
            }
        }
    }
}
