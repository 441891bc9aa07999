/** The conformance suite of the storage socket, and a disk that can be crashed. */
@NullMarked
package io.lokivector.tck.storage;

import org.jspecify.annotations.NullMarked;
