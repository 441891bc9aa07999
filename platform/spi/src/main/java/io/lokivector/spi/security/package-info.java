/** The authenticator socket: credentials, principals, permissions and API keys. */
@NullMarked
package io.lokivector.spi.security;

import org.jspecify.annotations.NullMarked;
