package io.lokivector.auth.apikey;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.security.ApiKeys.KeyChange;
import io.lokivector.spi.security.ApiKeys.NewKey;
import io.lokivector.spi.security.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a key may look like: every text and list has a limit. */
final class KeyRules {
    private static final int USER_ID_LENGTH_MAX = 128;
    private static final int NAME_LENGTH_MAX = 200;
    private static final int DESCRIPTION_LENGTH_MAX = 2_000;
    private static final int COLLECTIONS_MAX = 100;
    private static final int COLLECTION_LENGTH_MAX = 256;
    private static final Duration WINDOW_MAX = Duration.ofDays(366);

    private KeyRules() {}

    /** The key to make, with what was left blank filled in. */
    static NewKey checked(NewKey key) {
        return new NewKey(
                checkText(
                        "userId",
                        key.userId().isBlank() ? "default" : key.userId(),
                        USER_ID_LENGTH_MAX),
                checkText(
                        "name", key.name().isBlank() ? "Unnamed Key" : key.name(), NAME_LENGTH_MAX),
                checkText("description", key.description(), DESCRIPTION_LENGTH_MAX),
                checkPermissions(key.permissions()),
                key.expiresAt().map(KeyRules::checkTime));
    }

    static KeyChange checked(KeyChange change) {
        change.name().filter(String::isBlank).ifPresent(_ -> fail("name", "must not be blank"));
        return new KeyChange(
                change.name().map(name -> checkText("name", name, NAME_LENGTH_MAX)),
                change.description()
                        .map(text -> checkText("description", text, DESCRIPTION_LENGTH_MAX)),
                change.permissions().map(KeyRules::checkPermissions),
                change.expiresAt().map(KeyRules::checkTime));
    }

    private static String checkText(String property, String text, int lengthMax) {
        if (text.length() > lengthMax) {
            fail(property, "must have at most " + lengthMax + " characters, not " + text.length());
        }
        // A name ends in logs and tables; one with a line break could forge a line of its own.
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
                || text.indexOf('\n') >= 0 && !property.equals("description")) {
            fail(property, "must not have control characters");
        }
        return text;
    }

    private static Permissions checkPermissions(Permissions permissions) {
        if (permissions.collections().isEmpty()) {
            fail("permissions.collections", "must name at least one collection, or '*' for all");
        }
        if (permissions.collections().size() > COLLECTIONS_MAX) {
            fail(
                    "permissions.collections",
                    "may have at most "
                            + COLLECTIONS_MAX
                            + " entries; a glob such as 'eu_*' stands for many collections");
        }
        for (final String glob : permissions.collections()) {
            if (glob.isBlank() || glob.length() > COLLECTION_LENGTH_MAX) {
                fail(
                        "permissions.collections",
                        "must have names or globs of 1 to "
                                + COLLECTION_LENGTH_MAX
                                + " characters");
            }
        }
        if (permissions.operations().isEmpty()) {
            fail("permissions.operations", "must name at least one of read, write and admin");
        }
        final Optional<RateLimit> limit = permissions.rateLimit();
        if (limit.isPresent() && limit.get().window().compareTo(WINDOW_MAX) > 0) {
            fail("permissions.rateLimit.window", "must be at most " + WINDOW_MAX.toDays() + "d");
        }
        return new Permissions(
                permissions.collections(),
                permissions.operations(),
                limit.map(KeyRules::inMilliseconds));
    }

    private static RateLimit inMilliseconds(RateLimit limit) {
        return new RateLimit(limit.requests(), limit.window().truncatedTo(ChronoUnit.MILLIS));
    }

    private static Instant checkTime(Instant time) {
        // Beyond these years milliseconds would not fit; nobody means them.
        if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
            fail("expiresAt", "must be in the years 1970 to 9999");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static void fail(String property, String what) {
        throw new LokiVectorException(ErrorCode.BAD_REQUEST, property + " of a key " + what);
    }
}
