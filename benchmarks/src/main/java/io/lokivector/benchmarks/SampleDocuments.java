package io.lokivector.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Documents about people who do not exist: nine fields, among them a list and a nested object,
 * about 230 bytes of JSON each. The same seed gives the same documents.
 *
 * <p>{@code email} is unique, {@code city} has 1,000 values, {@code score} is spread evenly from 0
 * to 1,000, {@code age} from 18 to 89; a quarter is not {@code active}.
 */
final class SampleDocuments {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> DOCUMENT =
            new TypeReference<>() {};
    private static final List<String> FIRST_NAMES =
            List.of("Ada", "Bela", "Cleo", "Dara", "Enno", "Fina", "Gero", "Hedda", "Ivo", "Jette");
    private static final List<String> LAST_NAMES =
            List.of("Amsel", "Birk", "Castell", "Drost", "Ehlert", "Fink", "Gauss", "Holt", "Iden");
    private static final List<String> COUNTRIES =
            List.of(
                    "AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
                    "IE", "IT", "LT", "NL", "PL", "PT", "SE");
    private static final List<String> ADJECTIVES =
            List.of("amber", "quiet", "silver", "northern", "early", "broad", "green", "hidden");
    private static final List<String> NOUNS =
            List.of("river", "harbour", "meadow", "winter", "lantern", "garden", "bridge", "field");

    private SampleDocuments() {}

    /** Writes documents to a file, one a line. */
    static void write(Path file, int count, long seed) throws IOException {
        final Random random = new Random(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                out.write(document(i, random));
                out.write('\n');
            }
        }
    }

    /** The JSON of the document that is number {@code i}, from 0. */
    static String document(int i, Random random) {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s %s\",\"email\":\"user%d@example.org\",\"age\":%d,\"score\":%s,"
                        + "\"active\":%b,\"city\":\"Town %d\",\"tags\":[\"%s\",\"%s\"],"
                        + "\"address\":{\"street\":\"%d %s street\",\"zip\":\"%05d\","
                        + "\"country\":\"%s\"},\"bio\":\"%s %s, %s %s, %s %s\"}",
                pick(FIRST_NAMES, random),
                pick(LAST_NAMES, random),
                i,
                18 + random.nextInt(72),
                random.nextInt(100_000) / 100.0,
                random.nextInt(4) > 0,
                random.nextInt(1000),
                pick(NOUNS, random),
                pick(ADJECTIVES, random),
                1 + random.nextInt(200),
                pick(NOUNS, random),
                random.nextInt(100_000),
                pick(COUNTRIES, random),
                pick(ADJECTIVES, random),
                pick(NOUNS, random),
                pick(ADJECTIVES, random),
                pick(NOUNS, random),
                pick(ADJECTIVES, random),
                pick(NOUNS, random));
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /** Does something with each list of documents. */
    @FunctionalInterface
    interface Batches {
        void accept(List<Map<String, @Nullable Object>> batch) throws IOException;
    }

    /** Reads the first documents of a file, {@code size} at a time. */
    static void read(Path file, int size, int limit, Batches batches) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            List<Map<String, @Nullable Object>> batch = new ArrayList<>(size);
            for (int read = 1; read <= limit; read++) {
                batch.add(JSON.readValue(in.readLine(), DOCUMENT));
                if (batch.size() == size || read == limit) {
                    batches.accept(batch);
                    batch = new ArrayList<>(size);
                }
            }
        }
    }
}
