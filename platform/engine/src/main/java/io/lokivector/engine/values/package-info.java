/** Indexes of values: their keys, the tree that keeps them, and what a test demands of them. */
@NullMarked
package io.lokivector.engine.values;

import org.jspecify.annotations.NullMarked;
