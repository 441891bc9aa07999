package io.lokivector.embedding.minilm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.embedding.EmbeddingModelTck;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmModelTest extends EmbeddingModelTck {
    @Override
    protected EmbeddingModel open(ExtensionContext context) {
        return new MiniLmFactory().create(RecordSchema.of(MiniLmConfig.class).defaults(), context);
    }

    @SuppressWarnings("rawtypes") // a service is found by its class
    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(
                ServiceLoader.load(EmbeddingModelFactory.class).stream()
                        .anyMatch(provider -> provider.type() == MiniLmFactory.class));
    }

    @Test
    void vectorsAreThoseOfAnotherImplementation(@TempDir Path folder) throws Exception {
        final AllMiniLmL6V2QuantizedEmbeddingModel oracle =
                new AllMiniLmL6V2QuantizedEmbeddingModel();
        try (TestContext context = new TestContext(DiskFiles.at(folder));
                EmbeddingModel model = open(context)) {
            assertEquals(384, model.dimension());
            for (final Triple triple : triples()) {
                for (final String text : List.of(triple.text(), triple.near(), triple.far())) {
                    final float[] expected = oracle.embed(text).content().vector();
                    final float[] actual = model.embed(List.of(text)).getFirst();
                    for (int i = 0; i < expected.length; i++) {
                        assertEquals(expected[i], actual[i], 1e-5f, text);
                    }
                }
            }
        }
    }

    @Test
    void whatIsBeyondTheLimitDoesNotMatter(@TempDir Path folder) throws Exception {
        try (TestContext context = new TestContext(DiskFiles.at(folder));
                EmbeddingModel model =
                        new MiniLmFactory().create(new MiniLmConfig(1, 8), context)) {
            final List<float[]> vectors =
                    model.embed(
                            List.of(
                                    "one two three four five six",
                                    "one two three four five six seven"));
            assertArrayEquals(vectors.get(0), vectors.get(1));
        }
    }
}
