/** The console page socket: pages described as blocks. */
@NullMarked
package io.lokivector.spi.console;

import org.jspecify.annotations.NullMarked;
