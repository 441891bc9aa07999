/** The conformance suite of embedding models. */
@NullMarked
package io.lokivector.tck.embedding;

import org.jspecify.annotations.NullMarked;
