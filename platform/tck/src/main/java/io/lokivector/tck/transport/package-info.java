/** The suite that every transport passes. */
@NullMarked
package io.lokivector.tck.transport;

import org.jspecify.annotations.NullMarked;
