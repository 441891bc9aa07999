package io.lokivector.index.hnsw;

import io.lokivector.vectors.CodeRows;
import io.lokivector.vectors.CodeSpace;
import io.lokivector.vectors.CodeTraining;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a graph's slots, by which walks find their way; none while there are few vectors, or
 * where they do not pay.
 *
 * <p>They are learnt from the first vectors and once more from many, and the codes of all slots
 * made anew then. Thread-safe; readers take no lock.
 */
final class Codes {
    /** With fewer vectors a walk costs little. */
    static final int TRAINED_AT = 4_096;

    /** The first vectors may be of one kind, so many will not. */
    private static final int TRAINED_AGAIN_AT = 65_536;

    private final RowMetric metric;
    private final Quantization quantization;
    private final Object writing = new Object();
    private volatile @Nullable CodeRows rows;
    private CodeSpace.@Nullable Encoder encoder;
    private int nextTraining = TRAINED_AT;

    Codes(RowMetric metric, Quantization quantization) {
        this.metric = metric;
        this.quantization = quantization;
    }

    /** The codes there are, of all slots that are linked. */
    @Nullable CodeRows rows() {
        return rows;
    }

    /** Makes the code of a slot whose row is written, and which nothing links to yet. */
    void add(int slot, VectorTable<?> table) {
        if (quantization == Quantization.NONE) {
            return;
        }
        synchronized (writing) {
            final VectorTable.View view = table.view();
            if (view.used() >= nextTraining) {
                train(view);
                return;
            }
            final @Nullable CodeRows current = rows;
            if (current != null && encoder != null) {
                final CodeRows grown = current.grown(view.used());
                grown.write(encoder, view.rows(), slot);
                rows = grown;
            }
        }
    }

    /** Makes the codes of all slots of a table that was just filled. */
    void restore(VectorTable<?> table) {
        synchronized (writing) {
            final VectorTable.View view = table.view();
            if (quantization != Quantization.NONE && view.used() >= nextTraining) {
                train(view);
            }
        }
    }

    private void train(VectorTable.View view) {
        final int used = view.used();
        nextTraining = used >= TRAINED_AGAIN_AT ? Integer.MAX_VALUE : TRAINED_AGAIN_AT;
        final FloatRows vectors = view.rows();
        final CodeTraining training = new CodeTraining(metric, vectors, used);
        if (!training.isWorthIt()) {
            return;
        }
        final OptionalInt bits =
                quantization == Quantization.AUTO
                        ? training.bits()
                        : OptionalInt.of(quantization.bits());
        if (bits.isEmpty()) {
            rows = null;
            return;
        }
        final CodeSpace space = training.space(bits.getAsInt());
        final CodeRows trained = CodeRows.empty(space).grown(used);
        final CodeSpace.Encoder made = space.encoder();
        for (int slot = 0; slot < used; slot++) {
            trained.write(made, vectors, slot);
        }
        encoder = made;
        rows = trained;
    }

    long memoryBytes() {
        final @Nullable CodeRows current = rows;
        return current == null ? 0 : current.memoryBytes();
    }
}
