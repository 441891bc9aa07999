package io.lokivector.spi.request;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the conditions of a dynamic view; a document of the view meets them all.
 *
 * @param uid its name within the view, by which it is replaced and removed; empty if it has none
 * @param query which documents meet it
 */
public record ViewFilter(Optional<String> uid, Map<String, @Nullable Object> query) {}
