/** The transport socket: a way for requests to reach the gateway. */
@NullMarked
package io.lokivector.spi.transport;

import org.jspecify.annotations.NullMarked;
