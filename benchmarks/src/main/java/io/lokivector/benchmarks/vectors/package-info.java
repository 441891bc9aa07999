/**
 * Vector indexes side by side: this project's own, Lucene's, JVector's and hnswlib's.
 *
 * <p>{@link VectorComparison} is the command. Each index is a {@link Contender} in a process of its
 * own ({@link ContenderProcess}, {@link ContenderMain}), so that the rounds can alternate.
 */
@NullMarked
package io.lokivector.benchmarks.vectors;

import org.jspecify.annotations.NullMarked;
