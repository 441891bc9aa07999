package io.lokivector.engine.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CandidateGridTest {
    /** How vectors are coded. */
    public enum Quantization {
        AUTO,
        NONE,
        EIGHT,
    }

    /**
     * Options of a graph.
     *
     * @param m links
     * @param quantization codes
     * @param efSearch effort
     */
    public record Graph(
            @Property(description = "Links.", defaultValue = "16", aliases = "links") int m,
            @Property(description = "Codes.", defaultValue = "none") Quantization quantization,
            @Property(description = "Effort.", defaultValue = "64") int efSearch) {}

    /** Options of something without a graph. */
    public record Scan() {}

    private final CandidateGrid graph =
            new CandidateGrid(RecordSchema.of(Graph.class).properties(), _ -> true);
    private final CandidateGrid scan =
            new CandidateGrid(RecordSchema.of(Scan.class).properties(), _ -> true);

    @Test
    void byDefaultEachKnownOptionIsVariedAlone() {
        final List<Map<String, @Nullable Object>> candidates =
                graph.candidates(Map.of("M", 8L), Map.of());
        assertEquals(
                List.of(
                        Map.of("m", 8, "quantization", "none"),
                        Map.of("m", 16, "quantization", "none"),
                        Map.of("m", 32, "quantization", "none")),
                candidates);
    }

    @Test
    void valuesThatTheTypeDoesNotTakeAreLeftOut() {
        final CandidateGrid fastidious =
                new CandidateGrid(
                        RecordSchema.of(Graph.class).properties(),
                        options -> !Integer.valueOf(32).equals(options.get("m")));
        assertEquals(
                List.of(
                        Map.of("m", 16, "quantization", "none"),
                        Map.of("m", 8, "quantization", "none")),
                fastidious.candidates(Map.of(), Map.of()));
    }

    @Test
    void wantedOptionsAreCombined() {
        final List<Map<String, @Nullable Object>> candidates =
                graph.candidates(
                        Map.of("links", 5),
                        Map.of("m", List.of(4, 8), "quantization", List.of("none", "auto")));
        assertEquals(4, candidates.size());
        assertTrue(candidates.contains(Map.of("m", 4, "quantization", "auto")));
        assertEquals(
                List.of(Map.of("m", 7, "quantization", "none")),
                graph.candidates(Map.of("links", 5), Map.of("Links", 7)));
    }

    @Test
    void tooManyCombinationsAreRefused() {
        final List<Integer> many = IntStream.rangeClosed(1, 65).boxed().toList();
        final LokiVectorException e =
                assertThrows(
                        LokiVectorException.class,
                        () -> graph.candidates(Map.of(), Map.of("m", many)));
        assertTrue(e.problem().contains("64"), e.problem());
        assertThrows(
                LokiVectorException.class,
                () -> graph.candidates(Map.of(), Map.of("m", List.of())));
    }

    @Test
    void anIndexWithoutOptionsIsTriedAsItIs() {
        assertEquals(List.of(Map.of()), scan.candidates(Map.of(), Map.of()));
        assertEquals(List.of(0), scan.efs(List.of(), 10));
    }

    @Test
    void effortsBelowTheResultsWantedAreOfNoUse() {
        assertEquals(List.of(16, 32, 64, 128, 256), graph.efs(List.of(), 10));
        assertEquals(List.of(128, 256), graph.efs(List.of(), 100));
        assertEquals(List.of(5, 50), graph.efs(List.of(50, 5, 50), 10));
    }
}
