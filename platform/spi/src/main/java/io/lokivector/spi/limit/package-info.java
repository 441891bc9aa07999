/** The rate limiter socket. */
@NullMarked
package io.lokivector.spi.limit;

import org.jspecify.annotations.NullMarked;
