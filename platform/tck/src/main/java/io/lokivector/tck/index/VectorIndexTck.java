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
 * <p>The index is made with the {@link #options}, by default those of its configuration record. One
 * that is exact must find everything ({@link #requiredRecall}). Data is random; a failure names the
 * seed that repeats it.
 */
public abstract class VectorIndexTck
        implements SearchSuite,
                ExtremesSuite,
                FilterSuite,
                BatchSuite,
                RangeSuite,
                ChangeSuite,
                ChurnSuite,
                CheckpointSuite,
                ConcurrencySuite {
    /** A suite of one index. */
    protected VectorIndexTck() {}
}
