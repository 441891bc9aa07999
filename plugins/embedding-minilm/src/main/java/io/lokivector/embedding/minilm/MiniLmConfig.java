package io.lokivector.embedding.minilm;

import io.lokivector.spi.schema.Property;

/** The configuration of the embedding model type {@code minilm}. */
public record MiniLmConfig(
        @Property(
                        description =
                                "How many texts are embedded at the same time, one thread each;"
                                        + " 0 for as many as there are processors.",
                        defaultValue = "0",
                        unit = "threads",
                        min = 0,
                        max = 256)
                int threads,
        @Property(
                        description =
                                "How much of a text the model reads, about a token a word; the rest"
                                        + " is cut off. It was trained with at most 256.",
                        defaultValue = "256",
                        unit = "tokens",
                        min = 8,
                        max = 512)
                int maxTokens) {

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
