package io.lokivector.spi.index;

import io.lokivector.spi.file.DataFiles;
import java.io.IOException;

/**
 * Finds the vectors nearest to a query.
 *
 * <p>Vectors are named by <em>ordinals</em>: small non-negative numbers that the engine hands out
 * densely, one per document. An index is derived data: it can always be rebuilt from the documents,
 * and a saved one saves the rebuilding.
 *
 * <p>Threads: any number of searches may run beside each other and beside changes. {@link #put} and
 * {@link #remove} may be called by several threads at once, but never for the same ordinal at the
 * same time. A search that began after a change returned sees that change.
 *
 * <p>An index may also be a {@link BatchSearch} or a {@link RangeSearch}; callers ask with {@code
 * instanceof}, and do without otherwise.
 */
public interface VectorIndex extends AutoCloseable {
    /**
     * Sets the vector of an ordinal, replacing the one it has.
     *
     * @param vector of the dimension of the space, finite; copied, not kept
     * @throws IllegalArgumentException if it has another length, or a component that is not finite
     */
    void put(int ordinal, float[] vector);

    /**
     * Removes an ordinal; no search that begins afterwards returns it.
     *
     * @return whether it was there
     */
    boolean remove(int ordinal);

    /**
     * Copies the vector of an ordinal, exactly as it was put, into {@code target}.
     *
     * @return false, and {@code target} untouched, if the ordinal is not there
     */
    boolean copyVector(int ordinal, float[] target);

    /**
     * The nearest neighbours of a query, best first, at most {@code search.k()}.
     *
     * <p>Among the ordinals that the filter accepts there are min(k, accepted) results: an
     * approximate index may miss a nearer one, but never comes back short.
     *
     * @param query of the dimension of the space, finite
     * @throws IllegalArgumentException if it has another length, or a component that is not finite
     */
    Neighbors search(float[] query, Search search);

    /** How many ordinals it holds. */
    int size();

    /** The bytes of memory it occupies, near enough for a person to plan with. */
    long memoryBytes();

    /**
     * Writes a checkpoint into the file {@code name} while searches and changes go on. What changes
     * meanwhile may or may not be in it: the engine replays those changes after {@link #load}.
     * Returns when the bytes are forced; the file carries its own format version and checksums.
     */
    void save(DataFiles files, String name) throws IOException;

    /**
     * Fills this empty index from a checkpoint.
     *
     * @throws IOException if the file is damaged, of another space or configuration, or of a newer
     *     format; the index is still empty then, and the engine rebuilds it
     */
    void load(DataFiles files, String name) throws IOException;

    /** Releases its memory; idempotent. Searches under way may finish or fail cleanly. */
    @Override
    void close();

    /**
     * What to search for.
     *
     * @param k how many neighbours, at least 1
     * @param effort how many candidates an approximate index holds while searching (efSearch in
     *     HNSW); 0 leaves it to the configuration of the index; an exact index ignores it
     * @param filter which ordinals may be returned
     */
    record Search(int k, int effort, OrdinalFilter filter) {
        public Search {
            if (k < 1) {
                throw new IllegalArgumentException("k is at least 1, not " + k);
            }
            if (effort < 0) {
                throw new IllegalArgumentException("effort is not negative, but is " + effort);
            }
        }

        /** The k nearest of all. */
        public static Search nearest(int k) {
            return new Search(k, 0, OrdinalFilter.all());
        }
    }
}
