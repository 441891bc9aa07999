/** The storage engine of type {@code memory}: fast, and forgetful by design. */
@NullMarked
package io.lokivector.storage.memory;

import org.jspecify.annotations.NullMarked;
