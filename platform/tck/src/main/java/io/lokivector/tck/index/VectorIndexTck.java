package io.lokivector.tck.index;

/**
 * What every vector index must do. An index is tested by a class that extends this one and says
 * which factory makes it:
 *
 * <pre>{@code
 * class HnswIndexTest extends VectorIndexTck {
 *     public VectorIndexFactory<?> factory() {
 *         return new HnswIndexFactory();
 *     }
 * }
 * }</pre>
 *
 * <p>The index is made with the defaults of its configuration record. Data is random; a failure
 * names the seed that repeats it.
 */
public abstract class VectorIndexTck
        implements SearchSuite, FilterSuite, ChangeSuite, CheckpointSuite, ConcurrencySuite {
    /** A suite of one index. */
    protected VectorIndexTck() {}
}
