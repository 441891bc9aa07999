/** Vector search as a whole: for long, for many vectors, and what it costs as they grow. */
@NullMarked
package io.lokivector.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
