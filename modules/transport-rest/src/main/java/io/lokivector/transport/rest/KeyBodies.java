package io.lokivector.transport.rest;

import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.schema.Property;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clients send about keys. */
final class KeyBodies {
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_COLLECTIONS = 1_000;

    private KeyBodies() {}

    /** A key to be made; a name may stand at the top or in {@code metadata}. */
    public record Created(
            @Property(description = "Whose the key is.", defaultValue = "default", max = MAX_TEXT)
                    String userId,
            @Property(description = "A name for people.", max = MAX_TEXT) Optional<String> name,
            @Property(description = "What it is for.", max = MAX_TEXT) Optional<String> description,
            @Property(description = "name and description, again.")
                    Map<String, @Nullable Object> metadata,
            @Property(description = "What it may reach; reading and writing everywhere.")
                    Granted permissions,
            @Property(description = "For how long it is good, such as 30d.")
                    Optional<Duration> expiresIn,
            @Property(description = "Until when: epoch milliseconds, or ISO 8601.")
                    Optional<String> expiresAt) {

        ApiKeys.NewKey key(Instant now) {
            return new ApiKeys.NewKey(
                    userId,
                    name.or(() -> text(metadata, "name")).orElse("Unnamed Key"),
                    description.or(() -> text(metadata, "description")).orElse(""),
                    permissions.withDefaults(),
                    expiry(expiresIn, expiresAt, now));
        }
    }

    /** What to change about a key; permissions are replaced as a whole. */
    public record Changed(
            @Property(description = "A name for people.", max = MAX_TEXT) Optional<String> name,
            @Property(description = "What it is for.", max = MAX_TEXT) Optional<String> description,
            @Property(description = "name and description, again.")
                    Map<String, @Nullable Object> metadata,
            @Property(description = "What it may reach.") Optional<Granted> permissions,
            @Property(description = "For how long from now it is good, such as 30d.")
                    Optional<Duration> expiresIn,
            @Property(description = "Until when: epoch milliseconds, or ISO 8601.")
                    Optional<String> expiresAt) {

        ApiKeys.KeyChange change(Instant now) {
            return new ApiKeys.KeyChange(
                    name.or(() -> text(metadata, "name")),
                    description.or(() -> text(metadata, "description")),
                    permissions.map(Granted::inFull),
                    expiry(expiresIn, expiresAt, now));
        }
    }

    /** What a key may reach. */
    public record Granted(
            @Property(description = "Names or globs of collections.")
                    Optional<List<String>> collections,
            @Property(description = "read, write, admin.") Optional<List<Operation>> operations,
            @Property(description = "How often; the server's default if it is left out.")
                    Optional<Limit> rateLimit) {

        private static final Set<Operation> READ_AND_WRITE =
                Set.of(Operation.READ, Operation.WRITE);

        public Granted {
            if (collections.isPresent() && collections.get().size() > MAX_COLLECTIONS) {
                throw new IllegalArgumentException(
                        "collections has more than " + MAX_COLLECTIONS + " entries; use a glob");
            }
        }

        Permissions withDefaults() {
            return new Permissions(
                    collections.orElse(List.of("*")),
                    operations.map(Set::copyOf).orElse(READ_AND_WRITE),
                    rateLimit.map(Limit::limit));
        }

        /** What is left out must not quietly become "everything". */
        Permissions inFull() {
            if (collections.isEmpty() || operations.isEmpty()) {
                throw Body.bad(
                        "permissions are replaced as a whole: give both collections and"
                                + " operations");
            }
            return withDefaults();
        }
    }

    /** How often a key may be used. */
    public record Limit(
            @Property(description = "How many requests.", min = 1) int requests,
            @Property(description = "In which span of time: a number and s, m, h, d or w.")
                    Duration window) {
        public Limit {
            new RateLimit(requests, window);
        }

        RateLimit limit() {
            return new RateLimit(requests, window);
        }
    }

    private static Optional<String> text(Map<String, @Nullable Object> metadata, String key) {
        final @Nullable Object value = metadata.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof final String text && text.length() <= MAX_TEXT) {
            return Optional.of(text);
        }
        throw Body.bad("metadata." + key + " must be a text of at most " + MAX_TEXT);
    }

    private static Optional<Instant> expiry(
            Optional<Duration> expiresIn, Optional<String> expiresAt, Instant now) {
        if (expiresIn.isPresent() && expiresAt.isPresent()) {
            throw Body.bad("give expiresIn or expiresAt, not both");
        }
        return expiresIn.isPresent() ? expiresIn.map(now::plus) : expiresAt.map(KeyBodies::instant);
    }

    private static Instant instant(String text) {
        try {
            return text.chars().allMatch(Character::isDigit)
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : Instant.parse(text);
        } catch (DateTimeException | NumberFormatException e) {
            throw Body.bad(
                    "expiresAt must be epoch milliseconds or a time such as 2030-01-31T00:00:00Z,"
                            + " not '"
                            + text
                            + "'");
        }
    }
}
