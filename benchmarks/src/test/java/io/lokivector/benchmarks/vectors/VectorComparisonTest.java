package io.lokivector.benchmarks.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole comparison over a small random set, with our own indexes only. */
final class VectorComparisonTest {
    private static final int COUNT = 2_100;
    private static final int QUERIES = 100;
    private static final int DIMENSION = 24;

    @TempDir private Path folder;

    @Test
    void comparesMeasuresAndReports() throws Exception {
        final Path set = folder.resolve("random-24");
        final Random random = new Random(7);
        final VectorSetWriter writer = new VectorSetWriter(DIMENSION, COUNT, QUERIES);
        for (int row = 0; row < COUNT; row++) {
            final float[] vector = new float[DIMENSION];
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            writer.add(vector, row % 8 == 0 ? "verb\t" + row : "noun\t" + row);
        }
        writer.write(set);

        VectorComparison.main(
                new String[] {
                    "--data-sets=" + set,
                    "--engines=ours,flat",
                    "--ours=;m=12,efConstruction=50",
                    "--ef=10,200",
                    "--rounds=1",
                    "--millis=40",
                    "--heap=256m",
                    "--results=" + folder
                });

        final JsonNode result =
                new ObjectMapper()
                        .readTree(folder.resolve("random-24.json").toFile())
                        .get("result");
        assertEquals(COUNT - QUERIES, result.get("size").asInt());
        assertEquals(DIMENSION, result.get("dimension").asInt());
        assertEquals(3, result.get("curves").size());
        for (final JsonNode curve : result.get("curves")) {
            final JsonNode best = curve.get("points").get(curve.get("points").size() - 1);
            assertTrue(best.get("recall").asDouble() > 0.95, curve.toString());
            assertTrue(best.get("one").get(0).get("searches").asLong() > 0, curve.toString());
            assertTrue(curve.get("memory").get("indexBytes").asLong() > 0, curve.toString());
        }
        // half, verb, side and thousandth by the flat index and two configurations of the graph
        assertEquals(12, result.get("filtered").size());
        for (final JsonNode row : result.get("filtered")) {
            assertTrue(row.get("recall").asDouble() > 0.9, row.toString());
        }
        assertTrue(
                Files.readString(folder.resolve("random-24.md"))
                        .contains("| LokiVector (m=12,efConstruction=50) |"));
        assertTrue(Files.readString(folder.resolve("random-24.svg")).contains("</svg>"));
    }
}
