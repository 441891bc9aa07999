package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that talks to a server. */
final class ServerOptions {
    static final String DEFAULT_URL = "http://localhost:4000";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "<url>",
            defaultValue = "${env:LOKIVECTOR_URL:-" + DEFAULT_URL + "}",
            description = "The server; otherwise LOKIVECTOR_URL, otherwise " + DEFAULT_URL + ".")
    private String url = DEFAULT_URL;

    @Option(
            names = "--key",
            paramLabel = "<key>",
            defaultValue = "${env:LOKIVECTOR_API_KEY:-}",
            description = "The API key; otherwise LOKIVECTOR_API_KEY.")
    private String key = "";

    @Option(names = "--json", description = "Print the server's answer, for programs.")
    private boolean json;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    String key() {
        return key;
    }

    URI url() {
        final URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException _) {
            throw notAnAddress();
        }
        final String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw notAnAddress();
        }
        return uri;
    }

    private Failure notAnAddress() {
        return new Failure(
                Failure.Kind.USAGE,
                "--url takes an address such as " + DEFAULT_URL + ", not " + url);
    }

    Server server() {
        return new Server(url(), key);
    }

    /** Prints an answer: as it is with {@code --json}, else in a form for people. */
    void print(JsonNode answer, BiConsumer<JsonNode, PrintWriter> forPeople) {
        if (json) {
            out().println(answer.toPrettyString());
        } else {
            forPeople.accept(answer, out());
        }
    }

    /** Prints an answer whose {@code message} says it all. */
    void printMessage(JsonNode answer) {
        print(answer, (node, out) -> out.println(node.path("message").asText("done")));
    }
}
