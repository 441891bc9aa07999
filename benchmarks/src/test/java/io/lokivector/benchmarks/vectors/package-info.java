/** Tests of the comparison of vector indexes. */
@NullMarked
package io.lokivector.benchmarks.vectors;

import org.jspecify.annotations.NullMarked;
