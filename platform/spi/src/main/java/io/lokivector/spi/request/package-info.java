/** Everything a client can ask for, as one sealed family of requests with typed results. */
@NullMarked
package io.lokivector.spi.request;

import org.jspecify.annotations.NullMarked;
