/**
 * Which documents a query means, and in which order they come.
 *
 * <p>A query is parsed once into a {@link io.lokivector.engine.query.Condition} tree, which a
 * planner may look into, and compiled once into matchers, which run per document. Both are
 * immutable and serve any number of threads.
 *
 * <p>Values are plain Java: null, Boolean, String, Number, List, Map with string keys, and {@code
 * float[]} for a packed vector, which behaves as a list of numbers. A field that is absent is
 * <em>missing</em>, which is not null.
 */
@NullMarked
package io.lokivector.engine.query;

import org.jspecify.annotations.NullMarked;
