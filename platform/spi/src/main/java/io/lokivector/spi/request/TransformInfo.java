package io.lokivector.spi.request;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named transform as clients see it.
 *
 * @param steps as they were given, with the marks of their parameters
 */
public record TransformInfo(String name, List<Map<String, @Nullable Object>> steps) {}
