/** The exact index: compares a query with every vector. */
@NullMarked
package io.lokivector.index.flat;

import org.jspecify.annotations.NullMarked;
