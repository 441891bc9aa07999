/** The REST transport: HTTP to requests, and outcomes to HTTP. */
@NullMarked
package io.lokivector.transport.rest;

import org.jspecify.annotations.NullMarked;
