package io.lokivector.engine.index;

import io.lokivector.engine.document.StoredDocument;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.request.IndexInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A vector field of a collection: the index that answers its searches, and while that is being
 * switched to another one, the other one beside it. All changes go to both. Thread-safe.
 */
public final class VectorField {
    private final String field;
    private final RecentQueries recent;
    private final RecallWindow recall = new RecallWindow();

    /** Both at once, so that no change is given to one of them twice and to the other never. */
    private volatile Indexes indexes;

    /** What is still missing from the indexes, in words; blank if nothing is. */
    private volatile String unfinished = "";

    private record Indexes(FieldIndex serving, @Nullable FieldIndex beside) {
        List<FieldIndex> all() {
            return beside == null ? List.of(serving) : List.of(serving, beside);
        }

        @Nullable FieldIndex of(int number) {
            if (serving.number() == number) {
                return serving;
            }
            return beside != null && beside.number() == number ? beside : null;
        }
    }

    VectorField(String field, FieldIndex serving, RecentQueries recent) {
        this.field = field;
        this.indexes = new Indexes(serving, null);
        this.recent = recent;
    }

    /** The number of the index that answers, which no other index of the collection ever has. */
    public int number() {
        return indexes.serving.number();
    }

    /** The field's name. */
    public String field() {
        return field;
    }

    /** The type of the index that answers. */
    public String type() {
        return indexes.serving.type();
    }

    /** How distance is measured. */
    public Metric metric() {
        return indexes.serving.common().space(1).metric();
    }

    /** The embedding model, if it has one. */
    public Optional<String> model() {
        return indexes.serving.common().model();
    }

    /** The text field that is embedded, if it has one. */
    public Optional<String> source() {
        return indexes.serving.common().source();
    }

    /** A sample of what it was searched for of late. */
    public RecentQueries recent() {
        return recent;
    }

    /**
     * Says that documents which were there before the indexes have not all got their vectors yet.
     *
     * @param what is still to be done, in words
     */
    public void beUnfinished(String what) {
        unfinished = what;
    }

    /** Says that the vectors of all documents are there for the indexes. */
    public void beFinished() {
        unfinished = "";
    }

    boolean isFinished() {
        return unfinished.isEmpty();
    }

    /** What is known of the recall of its index. */
    public RecallWindow recall() {
        return recall;
    }

    /** What answers for a shard. */
    public ShardVectorIndex shard(int shard) {
        return indexes.serving.shard(shard);
    }

    /** The index that answers, and the one beside it, if there is one. */
    List<FieldIndex> all() {
        return indexes.all();
    }

    /** The index of a number, if it is one of the two. */
    public Optional<FieldIndex> index(int number) {
        return Optional.ofNullable(indexes.of(number));
    }

    /** Puts an index beside the one that answers. */
    synchronized void putBeside(FieldIndex index) {
        indexes = new Indexes(indexes.serving, index);
    }

    /** Lets the index of a number answer from now on, and keeps the other one beside it. */
    public synchronized void serveWith(int number) {
        final @Nullable FieldIndex beside = indexes.beside;
        if (beside != null && beside.number() == number) {
            indexes = new Indexes(beside, indexes.serving);
            recall.restart();
        }
    }

    /** Takes back the index of a number that was put beside, for that did not become durable. */
    public synchronized void discardBeside(int number) {
        final @Nullable FieldIndex beside = indexes.beside;
        if (beside != null && beside.number() == number) {
            keepOnly(indexes.serving.number());
        }
    }

    /** Lets the index of a number answer from now on, and closes the other one. */
    synchronized void keepOnly(int number) {
        final Indexes before = indexes;
        final @Nullable FieldIndex kept = before.of(number);
        if (kept != null) {
            indexes = new Indexes(kept, null);
            if (!before.serving.equals(kept)) {
                recall.restart();
            }
            before.all().stream().filter(index -> !index.equals(kept)).forEach(FieldIndex::close);
        }
    }

    /**
     * The vector of one version of a document; null if it has none or it is gone.
     *
     * @param document the version
     */
    float @Nullable [] vector(int shard, int slot, long id, StoredDocument document) {
        final float @Nullable [] before = document.keptVector(field);
        if (before != null) {
            return before;
        }
        final ShardVectorIndex index = shard(shard);
        float @Nullable [] vector = index.current(slot);
        if (vector == null) {
            vector = index.column().newest(id);
        }
        // It may have been superseded since; then what was read may be the newer one.
        final float @Nullable [] superseded = document.keptVector(field);
        return superseded == null ? vector : superseded;
    }

    /**
     * Copies the vector of one version of a document, for those who look at many.
     *
     * @param document the version, which has a vector in this field
     * @return false if it has another length, or is gone
     */
    public boolean copyVector(
            int shard, int slot, long id, StoredDocument document, float[] target) {
        if (document.keptVector(field) == null
                && shard(shard).copyCurrent(slot, target)
                // It may have been superseded since; then this may be the newer one.
                && document.keptVector(field) == null) {
            return true;
        }
        final float @Nullable [] vector = vector(shard, slot, id, document);
        if (vector == null || vector.length != target.length) {
            return false;
        }
        System.arraycopy(vector, 0, target, 0, target.length);
        return true;
    }

    /** Applies changes of this field in one shard; what fails is filled anew. */
    void apply(int shard, List<VectorChange> changes, int dimension) {
        for (final FieldIndex index : all()) {
            index.apply(shard, changes, dimension);
        }
    }

    /** Fills the indexes that are still to be filled, and returns when that is done. */
    public void fillAll() {
        all().forEach(FieldIndex::fill);
    }

    void close() {
        all().forEach(FieldIndex::close);
    }

    /** What the index of a number is doing. */
    public Optional<IndexStatus> status(int number) {
        final String missing = unfinished;
        return index(number)
                .map(index -> missing.isEmpty() ? index.status() : index.status().lacking(missing));
    }

    /** The index that answers as clients see it. */
    IndexInfo info(Map<String, @Nullable Object> shownOptions) {
        final FieldIndex serving = indexes.serving;
        final String missing = unfinished;
        final IndexStatus own = serving.status();
        final IndexStatus status = missing.isEmpty() ? own : own.lacking(missing);
        return new IndexInfo(
                        field,
                        serving.type(),
                        true,
                        status.state(),
                        status.reason(),
                        status.size(),
                        status.memoryBytes(),
                        shownOptions)
                .with(status.memoryParts(), recall.estimate())
                .withProgress(status.progress());
    }

    /** The numbers of its indexes. */
    Stream<Integer> numbers() {
        return all().stream().map(FieldIndex::number);
    }
}
