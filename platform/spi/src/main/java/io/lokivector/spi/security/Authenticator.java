package io.lokivector.spi.security;

/**
 * Decides whether credentials prove a principal.
 *
 * <p>Called for every request: it is fast, and reads no more than memory where it can. When what it
 * depends on is down it rejects: an outage never opens a door. No credential appears in its {@code
 * toString}, exceptions or logs. Thread-safe.
 */
public interface Authenticator extends AutoCloseable {
    /** Decides. Throwing counts as a rejection. */
    Authentication authenticate(Credentials credentials);

    /** Releases everything; idempotent. */
    @Override
    void close();
}
