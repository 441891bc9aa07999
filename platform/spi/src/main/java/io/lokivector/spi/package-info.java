/** What every extension shares: factories, the context they are created in, and errors. */
@NullMarked
package io.lokivector.spi;

import org.jspecify.annotations.NullMarked;
