/** Distance kernels beside the same in C. */
@NullMarked
package io.lokivector.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
