/** Whole-system measurements, embedded and over the wire. */
@NullMarked
package io.lokivector.benchmarks;

import org.jspecify.annotations.NullMarked;
