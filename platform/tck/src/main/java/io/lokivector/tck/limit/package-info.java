/** The suite that every rate limiter passes. */
@NullMarked
package io.lokivector.tck.limit;

import org.jspecify.annotations.NullMarked;
