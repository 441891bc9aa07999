package io.lokivector.spi.security;

/** What an authenticator makes of credentials. */
public sealed interface Authentication {
    /** They prove this principal. */
    record Accepted(Principal principal) implements Authentication {}

    /**
     * They are meant for this authenticator, and are no good.
     *
     * @param reason for the client, telling nothing it should not know
     */
    record Rejected(String reason) implements Authentication {}

    /** They are not of the kind this authenticator reads; the next one is asked. */
    record NotApplicable() implements Authentication {}
}
