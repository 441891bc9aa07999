/** Kernels: the few loops in which a vector search spends its time. */
@NullMarked
package io.lokivector.simd;

import org.jspecify.annotations.NullMarked;
