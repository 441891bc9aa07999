/** Where measurements of all components meet. */
@NullMarked
package io.lokivector.kernel.metrics;

import org.jspecify.annotations.NullMarked;
