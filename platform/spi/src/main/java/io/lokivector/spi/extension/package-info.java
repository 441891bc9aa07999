/** What all sockets share: factories, and the context a component is created in. */
@NullMarked
package io.lokivector.spi.extension;

import org.jspecify.annotations.NullMarked;
