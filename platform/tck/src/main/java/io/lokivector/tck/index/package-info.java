/** The conformance suite of vector indexes: extend {@code VectorIndexTck}. */
@NullMarked
package io.lokivector.tck.index;

import org.jspecify.annotations.NullMarked;
