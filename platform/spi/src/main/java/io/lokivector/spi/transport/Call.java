package io.lokivector.spi.transport;

import io.lokivector.spi.security.Credentials;

/**
 * How a request came in.
 *
 * @param credentials what the client showed
 * @param transport the transport's type, for example {@code "rest"}
 * @param remoteAddress the client's address, for logs and damping
 * @param requestId names the request in logs and answers
 */
public record Call(
        Credentials credentials, String transport, String remoteAddress, String requestId) {}
