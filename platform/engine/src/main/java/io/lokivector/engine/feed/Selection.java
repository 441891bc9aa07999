package io.lokivector.engine.feed;

import java.util.OptionalInt;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;

/**
 * Which changes a reader wants.
 *
 * @param collection the number of the only collection wanted, if it is one
 * @param visible whether changes of a collection that had this name may be shown
 * @param after above which sequence number changes of the collection of a number are wanted
 */
public record Selection(
        OptionalInt collection, Predicate<String> visible, IntToLongFunction after) {
    /** All changes of all collections. */
    public static Selection everything() {
        return new Selection(OptionalInt.empty(), _ -> true, _ -> 0);
    }

    boolean includes(FeedRecord record) {
        return (collection.isEmpty() || collection.getAsInt() == record.collectionNumber())
                && visible.test(record.collection());
    }
}
