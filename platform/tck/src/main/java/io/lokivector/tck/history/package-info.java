/** Records what concurrent callers saw, and checks that one order of the calls explains it. */
@NullMarked
package io.lokivector.tck.history;

import org.jspecify.annotations.NullMarked;
