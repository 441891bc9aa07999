/** What goes wrong, and how callers are told. */
@NullMarked
package io.lokivector.spi;

import org.jspecify.annotations.NullMarked;
