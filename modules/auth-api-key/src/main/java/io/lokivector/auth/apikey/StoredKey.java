package io.lokivector.auth.apikey;

import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.ApiKeys.KeyChange;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as it is kept.
 *
 * @param key what people may see; {@code lastUsed} as it was when this was stored
 * @param hash what the key is known by
 * @param principal whom it proves
 */
record StoredKey(ApiKey key, KeyHash hash, Principal principal) {
    StoredKey(ApiKey key, KeyHash hash) {
        this(key, hash, new Principal(key.id(), key.name(), key.permissions()));
    }

    boolean isRevoked() {
        return key.revokedAt().isPresent();
    }

    boolean isExpired(Instant now) {
        return key.expiresAt().filter(expiry -> !now.isBefore(expiry)).isPresent();
    }

    StoredKey withHash(KeyHash newHash) {
        return new StoredKey(key, newHash);
    }

    StoredKey revoked(Instant now) {
        return with(Optional.of(now), key.lastUsed());
    }

    StoredKey lastUsed(Instant at) {
        return with(key.revokedAt(), Optional.of(at));
    }

    private StoredKey with(Optional<Instant> revokedAt, Optional<Instant> lastUsed) {
        return new StoredKey(
                new ApiKey(
                        key.id(),
                        key.userId(),
                        key.prefix(),
                        key.createdAt(),
                        key.expiresAt(),
                        revokedAt,
                        lastUsed,
                        key.permissions(),
                        key.name(),
                        key.description()),
                hash);
    }

    StoredKey changed(KeyChange change) {
        final Permissions permissions = change.permissions().orElse(key.permissions());
        return new StoredKey(
                new ApiKey(
                        key.id(),
                        key.userId(),
                        key.prefix(),
                        key.createdAt(),
                        change.expiresAt().or(key::expiresAt),
                        key.revokedAt(),
                        key.lastUsed(),
                        permissions,
                        change.name().orElse(key.name()),
                        change.description().orElse(key.description())),
                hash);
    }
}
