/** Runs the unpacked distribution as its users do. */
@NullMarked
package io.lokivector.acceptance;

import org.jspecify.annotations.NullMarked;
