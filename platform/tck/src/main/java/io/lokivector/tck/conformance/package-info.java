/** The recorded behaviour of the original, replayed whichever way requests travel. */
@NullMarked
package io.lokivector.tck.conformance;

import org.jspecify.annotations.NullMarked;
