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

    /** Makes a key useless from the next request on; false if there is none of that id. */
    boolean revoke(String id);

    /** Gives a key a new secret; the old one stops working at once. Empty if there is none. */
    Optional<IssuedKey> rotate(String id);

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
