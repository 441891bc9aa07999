package io.lokivector.spi.embedding;

import java.util.List;

/** Turns texts into vectors, so that near meanings are near vectors. Thread-safe. */
public interface EmbeddingModel extends AutoCloseable {
    /** The length of every vector it gives. */
    int dimension();

    /**
     * Embeds texts.
     *
     * @param texts at least one; a text beyond what the model reads is cut, not refused
     * @return one finite vector per text, in the same order
     * @throws EmbeddingException if it cannot
     */
    List<float[]> embed(List<String> texts);

    /** Releases the model; idempotent. */
    @Override
    void close();
}
