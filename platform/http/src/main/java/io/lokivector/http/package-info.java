/** The HTTP port that transports and the console share. */
@NullMarked
package io.lokivector.http;

import org.jspecify.annotations.NullMarked;
