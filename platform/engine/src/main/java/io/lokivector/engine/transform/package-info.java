/**
 * Transforms: named, parametrised lists of steps, each of which works on what the last one gave.
 */
@NullMarked
package io.lokivector.engine.transform;

import org.jspecify.annotations.NullMarked;
