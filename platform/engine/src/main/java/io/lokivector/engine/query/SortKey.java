package io.lokivector.engine.query;

/** A property that documents are sorted by. */
public record SortKey(FieldPath path, boolean descending) {}
