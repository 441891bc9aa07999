package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The collection of the demo: text goes in, and the server makes the vectors. */
final class GlossCollection {
    private static final int BATCH = 64;
    private static final int BAR_WIDTH = 40;

    private final Server server;
    private final String name;

    GlossCollection(Server server, String name) {
        this.server = server;
        this.name = name;
    }

    private String path(String rest) {
        return "/collections/" + Server.segment(name) + rest;
    }

    /** Creates the collection and inserts the glosses, unless it has as many already. */
    void fill(List<Glosses.Gloss> glosses, PrintWriter out) {
        for (final JsonNode collection : server.get("/collections")) {
            if (collection.path("name").asText().equals(name)) {
                reuse(collection.path("count").asLong(), glosses.size(), out);
                return;
            }
        }
        create();
        out.println(
                "Created the collection '"
                        + name
                        + "': its field 'vector' is the embedding of 'gloss', made in the server by"
                        + " the model 'minilm'.");
        insert(glosses, out);
    }

    private void reuse(long count, int wanted, PrintWriter out) {
        if (count != wanted) {
            throw new Failure(
                    Failure.Kind.FAILED,
                    "there is a collection '"
                            + name
                            + "' with other content; choose another name with --collection, or"
                            + " drop it: lokivector collections drop "
                            + name);
        }
        out.println("The collection '" + name + "' has the " + wanted + " definitions already.");
    }

    private void create() {
        final ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        body.putObject("options")
                .putObject("vectorIndices")
                .putObject("vector")
                .put("model", "minilm")
                .put("source", "gloss")
                .put("metric", "cosine");
        server.post("/collections", body);
    }

    private void insert(List<Glosses.Gloss> glosses, PrintWriter out) {
        final boolean draws = System.console() != null;
        final long start = System.nanoTime();
        for (int from = 0; from < glosses.size(); from += BATCH) {
            final int to = Math.min(from + BATCH, glosses.size());
            server.post(path("/insert"), documents(glosses.subList(from, to)));
            if (draws) {
                draw(to, glosses.size(), out);
            }
        }
        final double seconds = (System.nanoTime() - start) / 1e9;
        out.println(
                (draws ? "\r" : "")
                        + String.format(
                                Locale.ROOT,
                                "Inserted %,d definitions in %.1f s.",
                                glosses.size(),
                                seconds));
    }

    private static ObjectNode documents(List<Glosses.Gloss> glosses) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        final ArrayNode documents = body.putArray("documents");
        glosses.forEach(gloss ->
                documents.addObject().put("word", gloss.word()).put("gloss", gloss.definition()));
        return body;
    }

    private static void draw(int done, int all, PrintWriter out) {
        final int filled = (int) ((long) BAR_WIDTH * done / all);
        out.print(
                "\r["
                        + "#".repeat(filled)
                        + " ".repeat(BAR_WIDTH - filled)
                        + "] "
                        + done
                        + "/"
                        + all
                        + " ");
        out.flush();
    }

    /** The glosses nearest in meaning, best first. */
    JsonNode search(String text, int count) {
        return server.post(
                path("/search"),
                JsonNodeFactory.instance.objectNode().put("text", text).put("k", count));
    }
}
