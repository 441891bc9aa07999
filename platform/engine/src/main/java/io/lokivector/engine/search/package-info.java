/** Search by vector: candidates from the indexes, exact distances, filters and scores. */
@NullMarked
package io.lokivector.engine.search;

import org.jspecify.annotations.NullMarked;
