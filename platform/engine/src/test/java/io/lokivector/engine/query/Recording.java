package io.lokivector.engine.query;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lokivector.tck.conformance.Recorded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One recorded case: documents, a query, options, and what the original answered. */
record Recording(Map<String, @Nullable Object> fields) {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    static List<Recording> load(String resource) {
        List<Recording> recordings = new ArrayList<>();
        try (InputStream file = Recording.class.getResourceAsStream(resource);
                var unzipped = new GZIPInputStream(Objects.requireNonNull(file));
                var reader =
                        new BufferedReader(
                                new InputStreamReader(unzipped, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                recordings.add(new Recording(JSON.readValue(line, new TypeReference<>() {})));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return recordings;
    }

    static List<Recording> of(List<Recorded> recordings) {
        return recordings.stream().map(each -> new Recording(each.fields())).toList();
    }

    static Map<String, @Nullable Object> json(String text) {
        try {
            return JSON.readValue(text.replace('\'', '"'), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return (String) fields.get("id");
    }

    String group() {
        return (String) fields.get(fields.containsKey("group") ? "group" : "kind");
    }

    List<Map<String, @Nullable Object>> documents() {
        return get(fields, "documents");
    }

    @Nullable Object query() {
        return fields.get("query");
    }

    Map<String, @Nullable Object> options() {
        return fields.containsKey("options") ? get(fields, "options") : Map.of();
    }

    Map<String, @Nullable Object> expected() {
        return get(fields, "expect");
    }

    /** A value whose type the record's format promises. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> T get(Map<String, @Nullable Object> object, String key) {
        return (T) Objects.requireNonNull(object.get(key), key);
    }
}
