/** The one path of every request: authenticate, limit, authorise, meter. */
@NullMarked
package io.lokivector.gateway;

import org.jspecify.annotations.NullMarked;
