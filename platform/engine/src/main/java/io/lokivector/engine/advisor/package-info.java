/** Advice on the options of a vector index, measured on a sample of its vectors. */
@NullMarked
package io.lokivector.engine.advisor;

import org.jspecify.annotations.NullMarked;
