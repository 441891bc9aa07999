package io.lokivector.spi.security;

import java.time.Instant;
import java.util.Optional;

/**
 * An API key as it is shown to people: everything but the key itself.
 *
 * @param id for example {@code key_5f2c...}; not secret
 * @param userId whose it is
 * @param prefix how every key begins, {@code lvk_}
 * @param createdAt when it was made
 * @param expiresAt until when it is good; empty for ever
 * @param revokedAt when it was revoked, if it was
 * @param lastUsed when it was last used, to within a minute; empty for never
 * @param permissions what it may reach
 * @param name for people
 * @param description for people
 */
public record ApiKey(
        String id,
        String userId,
        String prefix,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsed,
        Permissions permissions,
        String name,
        String description) {}
