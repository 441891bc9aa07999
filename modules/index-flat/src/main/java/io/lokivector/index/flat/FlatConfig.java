package io.lokivector.index.flat;

/** The flat index has nothing to configure: it is exact, and holds the vectors and no more. */
public record FlatConfig() {}
