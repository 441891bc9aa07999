package io.lokivector.auth.apikey;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Authentication;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows clients by API keys, and manages these.
 *
 * <p>A request is decided in memory: one SHA-256 and one lookup. When a key was last used is
 * written in the background, at most once a minute for each key.
 */
final class ApiKeyAuthenticator implements Authenticator, ApiKeys {
    private static final System.Logger LOG = System.getLogger(ApiKeyAuthenticator.class.getName());

    private static final String ADMIN_ID = "key_admin";

    /** In effect none: whoever runs the server must be able to load it in one go. */
    private static final RateLimit ADMIN_LIMIT = new RateLimit(1_000_000, Duration.ofSeconds(1));

    private static final Authentication.Rejected INVALID =
            new Authentication.Rejected("Invalid API key: it is not one of this server's");
    private static final Authentication.Rejected REVOKED =
            new Authentication.Rejected("Invalid API key: it was revoked");
    private static final Authentication.NotApplicable NOT_APPLICABLE =
            new Authentication.NotApplicable();

    private final KeyRing ring;
    private final KeyMint mint;
    private final InstantSource clock;
    private final Executor background;

    /** Held by whoever changes a key. */
    private final ReentrantLock changing = new ReentrantLock();

    ApiKeyAuthenticator(KeyRing ring, KeyMint mint, InstantSource clock, Executor background) {
        this.ring = ring;
        this.mint = mint;
        this.clock = clock;
        this.background = background;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        final Optional<Secret> apiKey =
                credentials.apiKey().filter(secret -> !secret.reveal().isBlank());
        if (apiKey.isPresent()) {
            return KeyMint.looksLikeKey(apiKey.get()) ? check(apiKey.get()) : INVALID;
        }
        // Other bearer tokens are another authenticator's.
        return credentials
                .bearer()
                .filter(KeyMint::looksLikeKey)
                .map(this::check)
                .orElse(NOT_APPLICABLE);
    }

    private Authentication check(Secret secret) {
        if (KeyMint.isTooLong(secret)) {
            return INVALID;
        }
        final KeyHash hash = KeyHash.of(secret);
        final @Nullable HeldKey held = ring.byHash(hash);
        if (held == null) {
            return INVALID;
        }
        final StoredKey stored = held.stored();
        if (!stored.hash().equals(hash)) {
            // It was given a new secret between the lookup and here.
            return INVALID;
        }
        if (stored.isRevoked()) {
            return REVOKED;
        }
        final Instant now = clock.instant();
        if (stored.isExpired(now)) {
            return new Authentication.Rejected(
                    "Invalid API key: it expired at " + stored.key().expiresAt().orElse(now));
        }
        if (held.use(now)) {
            writeSoon(held);
        }
        return new Authentication.Accepted(stored.principal());
    }

    private void writeSoon(HeldKey held) {
        try {
            background.execute(() -> writeLastUse(held));
        } catch (RejectedExecutionException e) {
            // The host is going down; close() writes what is behind.
            held.writeEnded();
        }
    }

    private void writeLastUse(HeldKey held) {
        changing.lock();
        try {
            if (held.isBehind() && ring.byId(held.stored().key().id()).isPresent()) {
                ring.put(held.upToDate());
            }
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "The last use of " + held.stored().key().id() + " could not be written",
                    e);
        } finally {
            held.writeEnded();
            changing.unlock();
        }
    }

    @Override
    public IssuedKey create(NewKey key) {
        final NewKey checked = KeyRules.checked(key);
        changing.lock();
        try {
            String id = mint.newId();
            while (ring.hasId(id)) {
                id = mint.newId();
            }
            return issue(id, mint.newSecret(), checked);
        } finally {
            changing.unlock();
        }
    }

    private IssuedKey issue(String id, Secret secret, NewKey from) {
        final ApiKey key =
                new ApiKey(
                        id,
                        from.userId(),
                        KeyMint.PREFIX,
                        now(),
                        from.expiresAt(),
                        Optional.empty(),
                        Optional.empty(),
                        from.permissions(),
                        from.name(),
                        from.description());
        final StoredKey stored = new StoredKey(key, KeyHash.of(secret));
        if (ring.hasId(id)) {
            ring.put(stored);
        } else {
            ring.add(stored);
        }
        return new IssuedKey(key, secret);
    }

    @Override
    public List<ApiKey> list() {
        return ring.all().stream().map(HeldKey::shown).toList();
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return ring.byId(id).map(HeldKey::shown);
    }

    @Override
    public Optional<ApiKey> change(String id, KeyChange change) {
        final KeyChange checked = KeyRules.checked(change);
        changing.lock();
        try {
            return ring.byId(id)
                    .map(held -> {
                        refuseIfRevoked(held);
                        ring.put(held.upToDate().changed(checked));
                        return held.shown();
                    });
        } finally {
            changing.unlock();
        }
    }

    @Override
    public boolean revoke(String id) {
        changing.lock();
        try {
            final Optional<HeldKey> held = ring.byId(id).filter(key -> !key.stored().isRevoked());
            held.ifPresent(key -> ring.put(key.upToDate().revoked(now())));
            return held.isPresent();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Optional<IssuedKey> rotate(String id) {
        changing.lock();
        try {
            return ring.byId(id)
                    .map(held -> {
                        refuseIfRevoked(held);
                        final Secret secret = mint.newSecret();
                        ring.put(held.upToDate().withHash(KeyHash.of(secret)));
                        return new IssuedKey(held.shown(), secret);
                    });
        } finally {
            changing.unlock();
        }
    }

    private static void refuseIfRevoked(HeldKey held) {
        if (held.stored().isRevoked()) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "The API key '"
                            + held.stored().key().id()
                            + "' is revoked for good; make a new one");
        }
    }

    @Override
    public Optional<IssuedKey> ensureAdminKey(Optional<Secret> given) {
        changing.lock();
        try {
            if (given.isEmpty()) {
                return ring.isUnused()
                        ? Optional.of(issueAdmin(mint.newSecret()))
                        : Optional.empty();
            }
            final Secret secret = given.get();
            KeyMint.checkChosen(secret);
            final @Nullable HeldKey known = ring.byHash(KeyHash.of(secret));
            if (known == null) {
                return Optional.of(issueAdmin(secret));
            }
            final ApiKey key = known.stored().key();
            if (!key.id().equals(ADMIN_ID)) {
                throw new LokiVectorException(
                        ErrorCode.BAD_REQUEST,
                        "The administrator's key is in use already, as '"
                                + key.id()
                                + "'; choose another");
            }
            return Optional.empty();
        } finally {
            changing.unlock();
        }
    }

    private IssuedKey issueAdmin(Secret secret) {
        final Permissions permissions =
                new Permissions(
                        List.of("*"), EnumSet.allOf(Operation.class), Optional.of(ADMIN_LIMIT));
        return issue(
                ADMIN_ID,
                secret,
                new NewKey(
                        "admin",
                        "Administrator",
                        "Made at the start of the server",
                        permissions,
                        Optional.empty()));
    }

    @Override
    public Statistics statistics() {
        final Instant now = clock.instant();
        final Instant today = now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
        int expired = 0;
        int revoked = 0;
        int usedToday = 0;
        final List<HeldKey> all = ring.all();
        for (final HeldKey held : all) {
            if (held.stored().isRevoked()) {
                revoked++;
            } else if (held.stored().isExpired(now)) {
                expired++;
            }
            if (held.lastUsed().filter(used -> !used.isBefore(today)).isPresent()) {
                usedToday++;
            }
        }
        return new Statistics(
                all.size(), all.size() - expired - revoked, expired, revoked, usedToday);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        ring.all().stream().filter(HeldKey::isBehind).forEach(this::writeLastUse);
    }

    @Override
    public String toString() {
        return "ApiKeyAuthenticator[" + ring.all().size() + " keys]";
    }
}
