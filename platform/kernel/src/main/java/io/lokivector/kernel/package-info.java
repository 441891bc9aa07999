/** The server's main program. */
@NullMarked
package io.lokivector.kernel;

import org.jspecify.annotations.NullMarked;
