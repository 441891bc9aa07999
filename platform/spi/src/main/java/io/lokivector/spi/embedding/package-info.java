/** The embedding model socket: text in, vectors out. */
@NullMarked
package io.lokivector.spi.embedding;

import org.jspecify.annotations.NullMarked;
