/** Typed records with a key, default, unit, bounds and description per component. */
@NullMarked
package io.lokivector.spi.schema;

import org.jspecify.annotations.NullMarked;
