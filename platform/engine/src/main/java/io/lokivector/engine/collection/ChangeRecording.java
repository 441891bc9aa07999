package io.lokivector.engine.collection;

/** What of a document the changes feed tells beside its {@code $loki} and revision. */
enum ChangeRecording {
    /** Nothing. */
    REFERENCES,
    /** The document after the change; of a removed one, its last state. */
    DOCUMENTS,
    /** The same, but of an update the changed fields only. */
    DELTAS
}
