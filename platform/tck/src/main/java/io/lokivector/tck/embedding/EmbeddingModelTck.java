package io.lokivector.tck.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.tck.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link EmbeddingModel} promises: extend it, say how to open yours, and run.
 *
 * <p>The model is opened once for all tests of the class. Meaning is tested with English sentences;
 * a model of other languages overrides {@link #triples()}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EmbeddingModelTck {
    /** How far two embeddings of the same text may be apart, in every component. */
    private static final float TOLERANCE = 1e-5f;

    private TestContext context;
    private EmbeddingModel model;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // opened before the first test
    protected EmbeddingModelTck() {}

    /** Opens the model under test. */
    protected abstract EmbeddingModel open(ExtensionContext context);

    /**
     * A text, one of near meaning in other words, and one about something else.
     *
     * @param text the text
     * @param near means nearly the same
     * @param far does not
     */
    public record Triple(String text, String near, String far) {}

    /** Texts whose meanings the model must tell apart. */
    protected List<Triple> triples() {
        return List.of(
                new Triple(
                        "a place where ships are kept safe",
                        "a sheltered harbor for boats",
                        "a sweet baked dessert"),
                new Triple(
                        "the doctor treated the patient",
                        "a physician cared for a sick person",
                        "the stock market fell sharply"),
                new Triple(
                        "it is raining heavily",
                        "there is a downpour outside",
                        "he plays the violin beautifully"));
    }

    @BeforeAll
    void openModel(@TempDir Path folder) throws IOException {
        context = new TestContext(DiskFiles.at(folder));
        model = open(context);
    }

    @AfterAll
    void closeModel() {
        model.close();
        context.close();
    }

    private float[] embed(String text) {
        return model.embed(List.of(text)).getFirst();
    }

    private void assertVector(float[] vector) {
        assertEquals(model.dimension(), vector.length, "the length of a vector");
        for (final float value : vector) {
            assertTrue(Float.isFinite(value), "a component is " + value);
        }
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squareA += (double) a[i] * a[i];
            squareB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squareA * squareB);
    }

    @Test
    void everyVectorHasTheDimensionAndIsFinite() {
        assertTrue(model.dimension() > 0);
        for (final Triple triple : triples()) {
            assertVector(embed(triple.text()));
        }
    }

    @Test
    void vectorsComeInTheOrderOfTheTextsAndAsOneByOne() {
        final List<String> texts = new ArrayList<>();
        for (final Triple triple : triples()) {
            Collections.addAll(texts, triple.text(), triple.near(), triple.far());
        }
        texts.add(texts.getFirst());
        final List<float[]> together = model.embed(texts);
        assertEquals(texts.size(), together.size());
        for (int i = 0; i < texts.size(); i++) {
            assertArrayEquals(embed(texts.get(i)), together.get(i), TOLERANCE, texts.get(i));
        }
    }

    @Test
    void manyTextsAtOnceAreAllEmbedded() {
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add("sentence number " + i);
        }
        final List<float[]> vectors = model.embed(texts);
        assertEquals(texts.size(), vectors.size());
        vectors.forEach(this::assertVector);
    }

    @Test
    void nearMeaningsAreNearerThanOthers() {
        for (final Triple triple : triples()) {
            final float[] text = embed(triple.text());
            final double near = cosine(text, embed(triple.near()));
            final double far = cosine(text, embed(triple.far()));
            assertTrue(near > far, triple + ": near " + near + ", far " + far);
        }
    }

    @Test
    void emptyAndBlankTextsHaveVectors() {
        for (final String text : List.of("", " ", "\n\t", "\u00a0\u2003", "\u0000", "\u200b")) {
            assertVector(embed(text));
        }
    }

    @Test
    void textsOfEveryScriptHaveVectors() {
        for (final String text :
                List.of(
                        "Füße und Ängste",
                        "港は船の安全な場所",
                        "гавань",
                        "ميناء",
                        "🚢⚓ 👩‍👩‍👧",
                        "e\u0301\u0302",
                        "\ud83d unpaired \ude00",
                        "\uffff\ufffd")) {
            assertVector(embed(text));
        }
    }

    @Test
    void aTextBeyondWhatTheModelReadsIsCut() {
        assertVector(embed("harbor ".repeat(200_000)));
        assertVector(embed("x".repeat(1_000_000)));
        assertVector(embed(" ".repeat(1_000_000) + "harbor"));
    }

    @Test
    void manyThreadsGetTheVectorsOfTheirOwnTexts() throws Exception {
        final List<float[]> expected = new ArrayList<>();
        for (final Triple triple : triples()) {
            expected.add(embed(triple.text()));
        }
        try (ExecutorService executor =
                Executors.newFixedThreadPool(6, Thread.ofPlatform().name("embed-", 0).factory())) {
            final List<Future<float[]>> running = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                final String text = triples().get(i % expected.size()).text();
                running.add(executor.submit(() -> embed(text)));
            }
            for (int i = 0; i < running.size(); i++) {
                assertArrayEquals(
                        expected.get(i % expected.size()), running.get(i).get(), TOLERANCE);
            }
        }
    }

    @Test
    void closingTwiceIsFineAndAClosedModelSaysSo() {
        final EmbeddingModel closed = open(context);
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.embed(List.of("text")));
        // The one beside it is not touched.
        assertVector(embed("text"));
    }
}
