package io.lokivector.engine;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.IndexSwitchRequest;
import io.lokivector.spi.request.IndexSwitchRequest.CommitIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.CutOverIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.RollBackIndexSwitch;
import io.lokivector.spi.request.IndexSwitchRequest.StartIndexSwitch;

/**
 * The switch of a vector index to another type or other parameters while it is in use.
 *
 * <pre>{@code
 * IndexSwitch toHnsw = books.indexSwitch("embedding");
 * toHnsw.start(IndexSwitchOptions.to("hnsw", Map.of("m", 32)));
 * books.index("embedding").switching(); // how far it is, and how both compare
 * }</pre>
 *
 * <p>All that it does answers the index as it is then. Thread-safe.
 */
public final class IndexSwitch {
    private final CollectionStore store;
    private final String field;

    IndexSwitch(CollectionStore store, String field) {
        this.store = store;
        this.field = field;
    }

    private IndexInfo execute(IndexSwitchRequest request) {
        return store.switching().execute(request);
    }

    /** Builds a new index beside the one that is there, which goes on answering. */
    public IndexInfo start(IndexSwitchOptions options) {
        return execute(new StartIndexSwitch(store.name(), field, options));
    }

    /** Lets the new index answer from now on, whatever its recall; the old one is kept beside. */
    public IndexInfo cutOver() {
        return execute(new CutOverIndexSwitch(store.name(), field));
    }

    /** Goes back to the old index, and drops the new one; before the cut-over, gives it up. */
    public IndexInfo rollBack() {
        return execute(new RollBackIndexSwitch(store.name(), field));
    }

    /** Drops the old index, now that the new one answers; that ends the switch. */
    public IndexInfo commit() {
        return execute(new CommitIndexSwitch(store.name(), field));
    }
}
