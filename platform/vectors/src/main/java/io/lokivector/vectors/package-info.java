/** Packed vector rows, their ordinals, heaps of candidates, and checkpoint files. */
@NullMarked
package io.lokivector.vectors;

import org.jspecify.annotations.NullMarked;
