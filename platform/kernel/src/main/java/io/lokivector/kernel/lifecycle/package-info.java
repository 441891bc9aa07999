/** From the first line of the configuration to the last flushed byte. */
@NullMarked
package io.lokivector.kernel.lifecycle;

import org.jspecify.annotations.NullMarked;
