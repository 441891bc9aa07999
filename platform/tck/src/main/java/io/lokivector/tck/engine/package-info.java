/** What the engine must do, whichever way its requests travel. */
@NullMarked
package io.lokivector.tck.engine;

import org.jspecify.annotations.NullMarked;
