/** How log lines look, and which are written. */
@NullMarked
package io.lokivector.kernel.logging;

import org.jspecify.annotations.NullMarked;
