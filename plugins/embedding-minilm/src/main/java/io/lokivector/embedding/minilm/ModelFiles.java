package io.lokivector.embedding.minilm;

import io.lokivector.spi.embedding.EmbeddingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The files of the model, which a library carries for us. */
final class ModelFiles {
    private ModelFiles() {}

    /** The network, quantized to 8 bits, in the ONNX format. */
    static byte[] network() {
        return read("/all-minilm-l6-v2-q.onnx");
    }

    /** The words and pieces of words that the network knows. */
    static Vocabulary vocabulary() {
        return Vocabulary.parse(
                new String(read("/all-minilm-l6-v2-q-tokenizer.json"), StandardCharsets.UTF_8));
    }

    private static byte[] read(String name) {
        try (@Nullable InputStream file = ModelFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new EmbeddingException(
                        "The plugin is incomplete: " + name + " is missing. Install it again.",
                        true);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new EmbeddingException(
                    "The plugin's file " + name + " cannot be read: " + e.getMessage(), true);
        }
    }
}
