/** The HTTP port, on which web contexts are mounted while it runs. */
@NullMarked
package io.lokivector.kernel.http;

import org.jspecify.annotations.NullMarked;
