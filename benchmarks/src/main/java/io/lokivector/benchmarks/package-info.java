/** Whole-system measurements over the wire. */
@NullMarked
package io.lokivector.benchmarks;

import org.jspecify.annotations.NullMarked;
