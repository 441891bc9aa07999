package io.lokivector.tck.history;

import java.util.List;

/**
 * What is asked of a collection in a history. Its documents have a key, which is unique, a value,
 * which changes, and a tag, by which they are known for ever.
 */
sealed interface CollectionOperation {
    /** A document to be. */
    record NewDocument(String key, long value, long tag) {}

    /**
     * Inserts all or none.
     *
     * @param idsSeen what ids they were found to have, if nobody learned it from the insert itself
     */
    record Insert(List<NewDocument> documents, List<Long> idsSeen) implements CollectionOperation {}

    /** Gives the document of a key a value. */
    record SetValue(String key, long value) implements CollectionOperation {}

    /** Adds one to every value from a bound on. */
    record RaiseFrom(long from) implements CollectionOperation {}

    /** Removes all documents with a value from a bound on. */
    record RemoveFrom(long from) implements CollectionOperation {}

    /** Replaces a document if it still has this revision. */
    record ReplaceIf(long id, long revision, NewDocument document) implements CollectionOperation {}

    /** Removes a document if it still has this revision. */
    record DeleteIf(long id, long revision) implements CollectionOperation {}

    /** Gives all documents with a value from a bound on. */
    record FindFrom(long from) implements CollectionOperation {}

    /** Gives the document of a key. */
    record FindKey(String key) implements CollectionOperation {}

    /** Gives the first document of all by falling value, then by rising tag. */
    record FindGreatest() implements CollectionOperation {}

    /** Counts all documents with a value from a bound on. */
    record CountFrom(long from) implements CollectionOperation {}

    /** Gives the document of an id. */
    record Get(long id) implements CollectionOperation {}
}
