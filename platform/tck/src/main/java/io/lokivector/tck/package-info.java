/** A conformance suite for every socket, and the stand-ins they need. */
@NullMarked
package io.lokivector.tck;

import org.jspecify.annotations.NullMarked;
