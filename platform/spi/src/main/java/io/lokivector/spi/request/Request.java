package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.Optional;

/**
 * Something a client asks for.
 *
 * <p>A request is plain data, checked for its form when it is made and for its meaning by the
 * engine. Documents, queries and options are plain values: null, Boolean, String, Number, List, Map
 * with text keys, and {@code float[]} for a packed vector.
 *
 * @param <R> what it answers
 */
public sealed interface Request<R> permits OnCollection, ChangeRequest, KeyRequest, ServerRequest {
    /** The stable name of this kind of request, for limits, metrics and logs. */
    default String name() {
        final String simple = getClass().getSimpleName();
        final StringBuilder name = new StringBuilder();
        for (final char c : simple.toCharArray()) {
            if (Character.isUpperCase(c) && !name.isEmpty()) {
                name.append('-');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString();
    }

    /** The right it takes; empty if anyone may ask. */
    Optional<Operation> requiredOperation();

    /** The collection it is about, if it is about one. */
    default Optional<String> target() {
        return Optional.empty();
    }
}
