package io.lokivector.engine;

import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes models for which a text means its length and its vowels. */
final class ToyModelFactory implements EmbeddingModelFactory<ToyModelFactory.Config> {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();

    /** Nothing to configure. */
    public record Config() {}

    @Override
    public String type() {
        return "toy-model";
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public EmbeddingModel create(Config config, ExtensionContext context) {
        open.incrementAndGet();
        return new EmbeddingModel() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public List<float[]> embed(List<String> texts) {
                calls.incrementAndGet();
                return texts.stream().map(ToyModelFactory::meaning).toList();
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    static float[] meaning(String text) {
        final long vowels = text.chars().filter(c -> "aeiou".indexOf(c) >= 0).count();
        return new float[] {text.length(), vowels};
    }
}
