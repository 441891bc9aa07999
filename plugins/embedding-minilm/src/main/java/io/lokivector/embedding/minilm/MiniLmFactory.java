package io.lokivector.embedding.minilm;

import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionContext;

/** Makes embedding models of the type {@code minilm}: English sentences, 384 dimensions. */
public final class MiniLmFactory implements EmbeddingModelFactory<MiniLmConfig> {
    /** For the service loader. */
    public MiniLmFactory() {}

    @Override
    public String type() {
        return "minilm";
    }

    @Override
    public Class<MiniLmConfig> configType() {
        return MiniLmConfig.class;
    }

    @Override
    public EmbeddingModel create(MiniLmConfig config, ExtensionContext context) {
        NativeRuntime.load(context.files());
        return new MiniLmModel(
                new WordPieceTokenizer(ModelFiles.vocabulary(), config.maxTokens()),
                new SentenceEncoder(ModelFiles.network()),
                config.threadCount(),
                context.meters());
    }
}
