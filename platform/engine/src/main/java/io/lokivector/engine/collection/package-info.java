/** Collections: their state as immutable views, the way of a write, and the catalogue. */
@NullMarked
package io.lokivector.engine.collection;

import org.jspecify.annotations.NullMarked;
