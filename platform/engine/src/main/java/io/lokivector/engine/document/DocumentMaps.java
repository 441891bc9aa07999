package io.lokivector.engine.document;

/** Shows the stored documents of a collection as clients see them. Thread-safe. */
@FunctionalInterface
public interface DocumentMaps {
    /** The document of an id, as a map. */
    DocumentMap map(long id, StoredDocument document);
}
