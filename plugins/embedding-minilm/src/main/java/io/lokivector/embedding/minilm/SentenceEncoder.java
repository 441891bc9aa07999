package io.lokivector.embedding.minilm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lokivector.spi.embedding.EmbeddingException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The network: tokens of one text in, one vector of length 1 out.
 *
 * <p>The vector is the mean of the last layer's token vectors (Reimers and Gurevych,
 * "Sentence-BERT", 2019, section 3), as the model was trained for.
 *
 * <p>Texts are not stacked into one call of the network: its 8-bit weights scale their inputs by
 * the largest value of the call, so a text's vector would depend on its neighbours. Thread-safe
 * while open; the owner closes it when no call is inside.
 */
final class SentenceEncoder implements AutoCloseable {
    static final int DIMENSION = 384;

    private final OrtEnvironment environment;
    private final OrtSession session;

    /** Loads the network from the bytes of its ONNX file. */
    SentenceEncoder(byte[] network) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            // The callers are the threads; more of them inside would only fight over processors.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(network, options);
        } catch (OrtException e) {
            throw failure("The model could not be loaded", e);
        }
    }

    /** The vector of a text. */
    float[] encode(long[] tokens) {
        final long[] shape = {1, tokens.length};
        final long[] attention = new long[tokens.length];
        Arrays.fill(attention, 1);
        final long[] segments = new long[tokens.length];
        try (OnnxTensor ids = tensor(tokens, shape);
                OnnxTensor mask = tensor(attention, shape);
                OnnxTensor types = tensor(segments, shape);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids", ids,
                                        "attention_mask", mask,
                                        "token_type_ids", types))) {
            if (!(result.get(0) instanceof OnnxTensor layer)) {
                throw new EmbeddingException("The model gave no vectors.", true);
            }
            return mean(layer.getFloatBuffer(), tokens.length);
        } catch (OrtException e) {
            throw failure("The text could not be embedded", e);
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    private static float[] mean(FloatBuffer vectors, int count) {
        final float[] sum = new float[DIMENSION];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < DIMENSION; i++) {
                sum[i] += vectors.get(row * DIMENSION + i);
            }
        }
        double squares = 0;
        for (final float value : sum) {
            squares += (double) value * value;
        }
        // A vector of length 1: the number of tokens does not matter any more.
        final double length = squares == 0 ? 1 : Math.sqrt(squares);
        for (int i = 0; i < DIMENSION; i++) {
            sum[i] = (float) (sum[i] / length);
        }
        return sum;
    }

    private static EmbeddingException failure(String what, OrtException cause) {
        final EmbeddingException failure =
                new EmbeddingException(what + ": ONNX Runtime says " + cause.getCode() + ".", true);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failure("The model could not be released", e);
        }
    }
}
