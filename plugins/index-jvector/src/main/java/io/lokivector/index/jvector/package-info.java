/** The vector index {@code jvector}: a graph of the library JVector over packed rows. */
@NullMarked
package io.lokivector.index.jvector;

import org.jspecify.annotations.NullMarked;
