package io.lokivector.spi.index;

import java.util.Map;

/** An index that can tell which part of it occupies how much memory; an optional capability. */
public interface MemoryParts {
    /**
     * The parts in bytes, by names for people, such as {@code vectors}, {@code codes} and {@code
     * links}; together about {@link VectorIndex#memoryBytes()}.
     */
    Map<String, Long> memoryParts();
}
