/** Vector indexes as derived data: filled, saved, loaded, replaced and missed by the engine. */
@NullMarked
package io.lokivector.engine.index;

import org.jspecify.annotations.NullMarked;
