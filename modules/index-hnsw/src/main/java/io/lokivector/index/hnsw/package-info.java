/** The approximate index: a hierarchical navigable small-world graph. */
@NullMarked
package io.lokivector.index.hnsw;

import org.jspecify.annotations.NullMarked;
