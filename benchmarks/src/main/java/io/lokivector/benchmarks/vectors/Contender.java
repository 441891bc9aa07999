package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.ContenderProcess.Build;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** An index that takes part in the comparison, inside the process that measures it. */
interface Contender extends AutoCloseable {
    /** Links of a node; twice as many in the lowest level. The same for everyone. */
    int M = 16;

    /** Candidates while building. The same for everyone. */
    int EF_CONSTRUCTION = 200;

    /** Neighbours asked for. */
    int K = 10;

    /**
     * Puts every vector of the set in, at its row.
     *
     * @param data may be closed once this returns
     * @param filters what filtered searches may ask for
     * @param threads how many threads may work at it
     */
    void build(VectorSet data, List<Filter> filters, int threads) throws Exception;

    /**
     * Leaves for another contender of the run what both would build alike; not timed.
     *
     * @param spent what building took
     */
    default void leave(Build spent) throws IOException {}

    /** What another contender of the run spent on what was built here. */
    default Build borrowed() {
        return Build.NOTHING;
    }

    /**
     * A way to search, for one thread.
     *
     * @param effort candidates held while searching
     * @param filter one of those given to {@link #build}
     */
    Search search(int effort, Filter filter) throws IOException;

    /** What the index says it occupies, or -1. */
    long indexBytes() throws IOException;

    @Override
    void close() throws IOException;

    /** Asks for the {@link #K} nearest. */
    interface Search {
        /**
         * Finds the rows nearest to a query.
         *
         * @param query of length 1
         * @param rows receives them, nearest first
         * @return how many there are
         */
        int find(float[] query, int[] rows) throws IOException;
    }

    /**
     * Which rows may be found.
     *
     * @param name how the measuring process calls it
     * @param rows those that may be found, or none at all for {@link #ALL}
     */
    record Filter(String name, BitSet rows) {
        /** No restriction. */
        static final Filter ALL = new Filter("all", new BitSet());

        boolean acceptsAll() {
            return name.equals(ALL.name);
        }

        boolean accepts(int row) {
            return acceptsAll() || rows.get(row);
        }
    }
}
