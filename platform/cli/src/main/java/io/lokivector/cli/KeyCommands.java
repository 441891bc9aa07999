package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about API keys; they need a key with the operation admin. */
@Command(
        name = "key",
        description = "API keys: create, list, revoke, rotate.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommands {
    @Command(
            name = "create",
            description = "Make a key and show it, this once.",
            mixinStandardHelpOptions = true)
    void create(
            @Mixin ServerOptions options,
            @Option(names = "--name", description = "A name for people.") Optional<String> name,
            @Option(names = "--user", description = "Whose it is.") Optional<String> user,
            @Option(
                            names = "--collections",
                            split = ",",
                            description = "Names or globs; all of them without it.")
                    List<String> collections,
            @Option(
                            names = "--operations",
                            split = ",",
                            description = "read, write, admin; read and write without it.")
                    List<String> operations,
            @Option(
                            names = "--rate-limit",
                            paramLabel = "<requests/window>",
                            description = "How often it may be used, e.g. 100/1m.")
                    Optional<String> rateLimit,
            @Option(names = "--expires-in", description = "How long it is good, e.g. 30d.")
                    Optional<String> expiresIn) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        name.ifPresent(value -> body.put("name", value));
        user.ifPresent(value -> body.put("userId", value));
        expiresIn.ifPresent(value -> body.put("expiresIn", value));
        final ObjectNode permissions = body.putObject("permissions");
        putAll(permissions, "collections", collections);
        putAll(permissions, "operations", operations);
        rateLimit.ifPresent(limit -> permissions.set("rateLimit", rateLimit(limit)));
        options.print(options.server().post("/api/keys", body), KeyCommands::show);
    }

    private static void putAll(ObjectNode target, String name, List<String> values) {
        if (values != null && !values.isEmpty()) {
            values.forEach(target.withArray(name)::add);
        }
    }

    private static ObjectNode rateLimit(String given) {
        final String[] parts = given.split("/", 2);
        try {
            if (parts.length == 2) {
                return JsonNodeFactory.instance
                        .objectNode()
                        .put("requests", Integer.parseInt(parts[0].strip()))
                        .put("window", parts[1].strip());
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Failure(
                Failure.Kind.USAGE,
                "--rate-limit takes requests/window, for example 100/1m, not " + given);
    }

    private static void show(JsonNode made, PrintWriter out) {
        out.println("id   " + made.path("id").asText());
        out.println("key  " + made.path("key").asText());
        out.println(made.path("message").asText());
    }

    @Command(
            name = "list",
            description = "List the keys; what a key is itself is never shown again.",
            mixinStandardHelpOptions = true)
    void list(@Mixin ServerOptions options) {
        options.print(options.server().get("/api/keys"), KeyCommands::table);
    }

    private static void table(JsonNode keys, PrintWriter out) {
        final Table table =
                new Table("ID", "NAME", "OPERATIONS", "COLLECTIONS", "EXPIRES", "REVOKED");
        for (final JsonNode key : keys) {
            table.add(
                    key.path("id").asText(),
                    key.path("metadata").path("name").asText(),
                    joined(key.path("permissions").path("operations")),
                    joined(key.path("permissions").path("collections")),
                    time(key.path("expiresAt"), "never"),
                    time(key.path("revokedAt"), "no"));
        }
        table.print(out);
    }

    private static String joined(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
    }

    private static String time(JsonNode epochMillis, String otherwise) {
        return epochMillis.isNumber()
                ? Instant.ofEpochMilli(epochMillis.asLong()).toString()
                : otherwise;
    }

    @Command(name = "revoke", description = "Make a key useless.", mixinStandardHelpOptions = true)
    void revoke(@Mixin ServerOptions options, @Parameters(paramLabel = "<id>") String id) {
        options.printMessage(options.server().delete("/api/keys/" + Server.segment(id)));
    }

    @Command(
            name = "rotate",
            description = "Give a key a new secret and show it, this once.",
            mixinStandardHelpOptions = true)
    void rotate(@Mixin ServerOptions options, @Parameters(paramLabel = "<id>") String id) {
        options.print(
                options.server()
                        .post(
                                "/api/keys/" + Server.segment(id) + "/rotate",
                                JsonNodeFactory.instance.objectNode()),
                KeyCommands::show);
    }
}
