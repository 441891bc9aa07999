package io.lokivector.engine.view;

import java.util.PrimitiveIterator;

/** The {@code $loki} of the documents of a view, in its order; immutable. */
sealed interface IdSequence permits IdSet, SortedIds {
    /** How many there are. */
    long size();

    /** From the one on before which there are so many others. */
    PrimitiveIterator.OfLong from(long offset);
}
