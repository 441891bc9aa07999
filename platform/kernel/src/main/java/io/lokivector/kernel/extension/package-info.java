/** The one registry of everything that fills a socket, and what is given to it. */
@NullMarked
package io.lokivector.kernel.extension;

import org.jspecify.annotations.NullMarked;
