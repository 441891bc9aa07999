package io.lokivector.spi.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSchemaTest {
    /** How hard to look. */
    public enum Effort {
        LOW,
        VERY_HIGH
    }

    /** Sizes. */
    public record Sizes(
            @Property(
                            description = "A segment.",
                            defaultValue = "64MiB",
                            unit = "bytes",
                            min = 1,
                            max = 1e12)
                    long segmentBytes) {}

    /** One of everything. */
    public record Everything(
            @Property(description = "Links per node.", defaultValue = "16", min = 2, max = 128)
                    int m,
            @Property(description = "Candidates.", defaultValue = "200", aliases = "ef")
                    int efConstruction,
            @Property(description = "A share.", defaultValue = "0.5", min = 0, max = 1)
                    double share,
            @Property(description = "How long.", defaultValue = "10s") Duration timeout,
            @Property(description = "How hard.", defaultValue = "low") Effort effort,
            @Property(description = "A name.") Optional<String> name,
            @Property(description = "Tags.") List<String> tags,
            @Property(description = "A vector.") Optional<float[]> vector,
            @Property(description = "Sizes.") Sizes sizes,
            @Property(description = "Free.") Map<String, @Nullable Object> free,
            @Property(description = "On?", defaultValue = "true") boolean enabled,
            @Property(description = "A password.", defaultValue = "x", secret = true)
                    String password) {}

    /** Nothing has a default here. */
    public record Needy(@Property(description = "Needed.", min = 1) int count) {}

    /** Its author forgot to describe it. */
    public record Bare(int count) {}

    /** Its default breaks its own bounds. */
    public record Contradictory(
            @Property(description = "A count.", defaultValue = "5", max = 4) int count) {}

    private final RecordSchema<Everything> schema = RecordSchema.of(Everything.class);

    @Test
    void defaultsFillWhatIsNotGiven() {
        final Everything defaults = schema.defaults();
        assertEquals(16, defaults.m());
        assertEquals(200, defaults.efConstruction());
        assertEquals(Duration.ofSeconds(10), defaults.timeout());
        assertEquals(Effort.LOW, defaults.effort());
        assertEquals(Optional.empty(), defaults.name());
        assertEquals(List.of(), defaults.tags());
        assertEquals(64L << 20, defaults.sizes().segmentBytes());
        assertEquals(Map.of(), defaults.free());
        assertTrue(defaults.enabled());
    }

    @ParameterizedTest
    @CsvSource({"efConstruction", "ef-construction", "EF_CONSTRUCTION", "efconstruction", "ef"})
    void keysMatchWithoutRegardToSpelling(String key) {
        assertEquals(77, schema.bind(Map.of(key, 77), "").efConstruction());
    }

    @Test
    void valuesAreReadFromTextAsFromNumbers() {
        final Everything read =
                schema.bind(
                        Map.of(
                                "m", "32",
                                "share", "0.25",
                                "timeout", "500ms",
                                "effort", "very-high",
                                "tags", "a, b",
                                "enabled", "false",
                                "sizes", Map.of("segment-bytes", "2 GiB")),
                        "");
        assertEquals(32, read.m());
        assertEquals(0.25, read.share());
        assertEquals(Duration.ofMillis(500), read.timeout());
        assertEquals(Effort.VERY_HIGH, read.effort());
        assertEquals(List.of("a", "b"), read.tags());
        assertEquals(2L << 30, read.sizes().segmentBytes());
    }

    @Test
    void vectorIsReadFromNumbers() {
        final Everything read = schema.bind(Map.of("vector", List.of(1, 2.5, -3L)), "");
        assertArrayEquals(new float[] {1, 2.5f, -3}, read.vector().orElseThrow());
    }

    @Test
    void vectorWithSomethingElseInItIsRefusedAtThatPlace() {
        final Map<String, Object> values = Map.of("vector", List.of(1, "x"));
        assertEquals(
                List.of("body.vector[1] must be a finite number, not x"),
                assertThrows(SchemaException.class, () -> schema.bind(values, "body")).faults());
    }

    @Test
    void unknownKeyNamesTheNearestOne() {
        final SchemaException thrown =
                assertThrows(
                        SchemaException.class,
                        () -> schema.bind(Map.of("efConstrution", 1), "index.hnsw"));
        assertEquals(
                List.of("unknown key 'index.hnsw.efConstrution'; did you mean 'efConstruction'?"),
                thrown.faults());
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("m", 1);
        values.put("share", "much");
        values.put("timeout", "soon");
        values.put("effort", "some");
        values.put("sizes", Map.of("segmentBytes", "-1"));
        assertEquals(
                List.of(
                        "m must be from 2 to 128, not 1",
                        "share must be a finite number, not 'much'",
                        "timeout must be a duration such as 500ms, 10s, 5m or 1h, not soon",
                        "effort must be one of [low, very-high], not 'some'",
                        "sizes.segmentBytes must be from 1 to 1000000000000 bytes, not -1"),
                assertThrows(SchemaException.class, () -> schema.bind(values, "")).faults());
    }

    @Test
    void aKeyGivenTwiceInTwoSpellingsIsRefused() {
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("efConstruction", 100);
        values.put("ef_construction", 101);
        assertEquals(
                List.of("efConstruction is given twice"),
                assertThrows(SchemaException.class, () -> schema.bind(values, "")).faults());
    }

    @Test
    void missingValueWithoutDefaultIsNamed() {
        final RecordSchema<Needy> needy = RecordSchema.of(Needy.class);
        assertEquals(
                List.of("x.count is missing"),
                assertThrows(SchemaException.class, () -> needy.bind(Map.of(), "x")).faults());
    }

    @ParameterizedTest
    @CsvSource({"1.5", "1e400", "99999999999", "9223372036854775808", "''", "twelve"})
    void whatIsNoWholeNumberIsRefused(String text) {
        assertThrows(SchemaException.class, () -> schema.bind(Map.of("efConstruction", text), ""));
    }

    @Test
    void secretIsNotRepeatedInAFault() {
        final Map<String, Object> values = Map.of("password", List.of("hunter2"));
        final SchemaException thrown =
                assertThrows(SchemaException.class, () -> schema.bind(values, ""));
        assertTrue(!thrown.problem().contains("hunter2"), thrown.problem());
        assertEquals(Set.of("password"), schema.secretNames());
    }

    @Test
    void authorsMistakesAreFoundWhenTheSchemaIsMade() {
        assertThrows(IllegalArgumentException.class, () -> RecordSchema.of(Bare.class));
        assertThrows(IllegalArgumentException.class, () -> RecordSchema.of(Contradictory.class));
    }

    @Test
    void jsonSchemaSaysTypesDefaultsAndBounds() {
        final Map<?, ?> properties = (Map<?, ?>) schema.jsonSchema().get("properties");
        final Map<?, ?> m = (Map<?, ?>) properties.get("m");
        assertEquals("integer", m.get("type"));
        assertEquals(16, m.get("default"));
        assertEquals(2.0, m.get("minimum"));
        assertEquals(128.0, m.get("maximum"));
        assertEquals(
                List.of("low", "very-high"), ((Map<?, ?>) properties.get("effort")).get("enum"));
        assertEquals(true, ((Map<?, ?>) properties.get("password")).get("writeOnly"));
        assertEquals(List.of("count"), RecordSchema.of(Needy.class).jsonSchema().get("required"));
    }
}
