package io.lokivector.embedding.minilm;

import io.lokivector.spi.embedding.EmbeddingException;
import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.extension.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The model all-MiniLM-L6-v2 on a fixed number of threads of its own.
 *
 * <p>A text's vector depends on the text alone: not on the others of the call, nor on the number of
 * threads. Blank texts have a vector like any other.
 */
final class MiniLmModel implements EmbeddingModel {
    private final WordPieceTokenizer tokenizer;
    private final SentenceEncoder encoder;
    private final ExecutorService workers;
    private final Meters.Counter texts;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over {@code encoder}. */
    MiniLmModel(WordPieceTokenizer tokenizer, SentenceEncoder encoder, int threads, Meters meters) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.workers =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("minilm-", 0).factory());
        this.texts = meters.counter("embedding.minilm.texts", "Texts embedded by minilm");
    }

    @Override
    public int dimension() {
        return SentenceEncoder.DIMENSION;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        final List<Future<float[]>> running = new ArrayList<>(texts.size());
        try {
            for (final String text : texts) {
                running.add(workers.submit(() -> encoder.encode(tokenizer.tokenize(text))));
            }
            final List<float[]> vectors = new ArrayList<>(texts.size());
            for (final Future<float[]> vector : running) {
                vectors.add(vector.get());
            }
            this.texts.add(vectors.size());
            return vectors;
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the embedding model is closed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new EmbeddingException("The embedding was interrupted.", true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EmbeddingException failure) {
                throw failure;
            }
            throw new IllegalStateException("embedding failed", e);
        } finally {
            running.forEach(text -> text.cancel(false));
        }
    }

    /** Waits for the texts that are being embedded, then releases the network. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            workers.close();
            encoder.close();
        }
    }
}
