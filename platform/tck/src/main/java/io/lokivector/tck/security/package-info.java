/** The suites that every authenticator passes, and those that manage keys. */
@NullMarked
package io.lokivector.tck.security;

import org.jspecify.annotations.NullMarked;
