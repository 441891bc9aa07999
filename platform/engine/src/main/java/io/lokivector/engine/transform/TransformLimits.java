package io.lokivector.engine.transform;

/**
 * How much a transform may take.
 *
 * @param heldRowsMax how many rows its sorts and joins may hold
 * @param resultsMax how many rows it answers at most
 */
public record TransformLimits(int heldRowsMax, int resultsMax) {}
