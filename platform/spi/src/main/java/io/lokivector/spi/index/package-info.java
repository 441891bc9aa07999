/** The vector index socket: nearest-neighbour search over packed float vectors. */
@NullMarked
package io.lokivector.spi.index;

import org.jspecify.annotations.NullMarked;
