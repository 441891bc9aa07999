package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;

/**
 * A {@link ValueTest} compiled for the columns of a {@link DocumentBlock}: tests up to 64 documents
 * at once. Gives the same answers as the {@link ValueMatcher} of the test, which it asks wherever
 * it knows no faster way. Immutable.
 */
interface ColumnTest {
    /**
     * The rows that pass, out of the candidates.
     *
     * @param field which of the block's columns to test
     * @param candidates a bit for each row to test
     */
    long passing(DocumentBlock block, int field, long candidates);

    /** How dear it is, roughly in nanoseconds per row. */
    int cost();
}
