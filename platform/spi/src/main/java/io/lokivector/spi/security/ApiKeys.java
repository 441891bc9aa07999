package io.lokivector.spi.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The management of API keys: an optional capability of an {@link Authenticator} that keeps its own
 * keys. A change is durable when the call returns. Thread-safe.
 */
public interface ApiKeys {
    /** Makes a key; the answer holds the only copy of its secret. */
    IssuedKey create(NewKey key);

    /** All keys, revoked ones included, oldest first. */
    List<ApiKey> list();

    /** One key. */
    Optional<ApiKey> find(String id);

    /**
     * Changes a key in place; it works, or ceases to, from the next request on.
     *
     * @return the key as it is now; empty if there is none of that id
     */
    Optional<ApiKey> change(String id, KeyChange change);

    /**
     * Makes a key useless from the next request on, for good.
     *
     * @return false if there is none of that id, or it is revoked already
     */
    boolean revoke(String id);

    /**
     * Gives a key a new secret; the old one stops working at once. Empty if there is none.
     *
     * @throws io.lokivector.spi.LokiVectorException {@link io.lokivector.spi.ErrorCode#CONFLICT} if
     *     it is revoked
     */
    Optional<IssuedKey> rotate(String id);

    /**
     * Sees to it that someone can administer the server; the host calls it at every start.
     *
     * <p>Without a {@code given} secret it makes an administrator's key if there is no key at all.
     * With one, the administrator's key gets that secret if it has another, so that changing the
     * secret is how an operator who lost all keys gets back in; the same secret once revoked stays
     * revoked.
     *
     * @param given the secret the operator chose
     * @return the key that was made or given a new secret; empty if nothing had to be done
     * @throws io.lokivector.spi.LokiVectorException {@link io.lokivector.spi.ErrorCode#BAD_REQUEST}
     *     if the given secret is too weak or has the wrong form; the message says what it takes
     */
    Optional<IssuedKey> ensureAdminKey(Optional<Secret> given);

    /** Counts over all keys. */
    Statistics statistics();

    /** A key with its secret, shown once. */
    record IssuedKey(ApiKey key, Secret secret) {}

    /** What a new key is made from. */
    record NewKey(
            String userId,
            String name,
            String description,
            Permissions permissions,
            Optional<Instant> expiresAt) {}

    /** What to change; what is empty stays. */
    record KeyChange(
            Optional<String> name,
            Optional<String> description,
            Optional<Permissions> permissions,
            Optional<Instant> expiresAt) {}

    /** Counts over all keys. */
    record Statistics(int total, int active, int expired, int revoked, int usedToday) {}
}
