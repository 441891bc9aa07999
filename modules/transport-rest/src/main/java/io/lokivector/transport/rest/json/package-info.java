/** JSON as plain values: strict in what it reads, bounded in what it takes. */
@NullMarked
package io.lokivector.transport.rest.json;

import org.jspecify.annotations.NullMarked;
