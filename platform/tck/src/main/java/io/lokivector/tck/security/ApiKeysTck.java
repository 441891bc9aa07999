package io.lokivector.tck.security;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.lokivector.spi.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What an authenticator that manages API keys must do besides. */
public abstract class ApiKeysTck extends AuthenticatorTck {
    private static final Permissions READ_SALES =
            new Permissions(
                    List.of("sales_*", "prices"),
                    Set.of(Operation.READ),
                    Optional.of(new RateLimit(7, Duration.ofMinutes(3))));

    private static final Secret CHOSEN = Secret.of("lvk_chosen-by-the-operator_0123456789");
    private static final Secret CHOSEN_LATER = Secret.of("lvk_chosen-a-little-later_0123456789");

    /** For subclasses. */
    protected ApiKeysTck() {}

    @Override
    protected final Credentials good(Authenticator authenticator) {
        return shown(((ApiKeys) authenticator).create(newKey("good", Optional.empty())));
    }

    private ApiKeys keys() {
        return assertInstanceOf(ApiKeys.class, authenticator());
    }

    private static ApiKeys.NewKey newKey(String name, Optional<Instant> expiresAt) {
        return new ApiKeys.NewKey("user-1", name, "for the test", READ_SALES, expiresAt);
    }

    private ApiKeys.IssuedKey issue(String name) {
        return keys().create(newKey(name, Optional.empty()));
    }

    private static Credentials shown(ApiKeys.IssuedKey issued) {
        return Credentials.ofApiKey(issued.secret().reveal());
    }

    private Instant now() {
        return context().clock().instant();
    }

    @Test
    void aNewKeyIsAsItWasAskedFor() {
        final Instant expiry = now().plus(Duration.ofDays(1));
        final ApiKey key = keys().create(newKey("mine", Optional.of(expiry))).key();
        assertAll(
                () -> assertEquals("user-1", key.userId()),
                () -> assertEquals("mine", key.name()),
                () -> assertEquals("for the test", key.description()),
                () -> assertEquals(READ_SALES, key.permissions()),
                () -> assertEquals(now(), key.createdAt()),
                () -> assertEquals(Optional.of(expiry), key.expiresAt()),
                () -> assertEquals(Optional.empty(), key.revokedAt()),
                () -> assertEquals(Optional.empty(), key.lastUsed()),
                () -> assertEquals(Optional.of(key), keys().find(key.id())));
    }

    @Test
    void aKeyProvesItsPermissions() {
        final ApiKeys.IssuedKey issued = issue("a");
        assertEquals(issued.key().id(), accepted(shown(issued)).id());
        assertEquals(READ_SALES, accepted(shown(issued)).permissions());
    }

    @Test
    void aKeyIsGoodAsABearerToken() {
        final ApiKeys.IssuedKey issued = issue("a");
        assertEquals(
                issued.key().id(), accepted(Credentials.ofBearer(issued.secret().reveal())).id());
    }

    @Test
    void everySecretAndIdIsNew() {
        final Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            final ApiKeys.IssuedKey issued = issue("same name");
            assertTrue(seen.add(issued.key().id()));
            assertTrue(seen.add(issued.secret().reveal()));
            assertTrue(issued.secret().reveal().startsWith(issued.key().prefix()));
        }
    }

    @Test
    void aRevokedKeyIsRefusedFromTheNextRequestOn() {
        final ApiKeys.IssuedKey issued = issue("a");
        accepted(shown(issued));
        assertTrue(keys().revoke(issued.key().id()));
        assertTrue(rejected(shown(issued)).contains("revoked"));
        assertEquals(Optional.of(now()), keys().find(issued.key().id()).orElseThrow().revokedAt());
        assertFalse(keys().revoke(issued.key().id()), "it is revoked already");
        assertFalse(keys().revoke("key_unknown"));
    }

    @Test
    void aRevokedKeyCannotBeBroughtBack() {
        final ApiKeys.IssuedKey issued = issue("a");
        keys().revoke(issued.key().id());
        assertCode(ErrorCode.CONFLICT, () -> keys().rotate(issued.key().id()));
        assertCode(ErrorCode.CONFLICT, () -> keys().change(issued.key().id(), renaming("better")));
        rejected(shown(issued));
    }

    private static void assertCode(ErrorCode code, Runnable call) {
        final LokiVectorException thrown = assertThrows(LokiVectorException.class, call::run);
        assertEquals(code, thrown.code(), thrown.getMessage());
    }

    private static ApiKeys.KeyChange renaming(String name) {
        return new ApiKeys.KeyChange(
                Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void aKeyIsGoodUntilItExpires() {
        final Instant expiry = now().plus(Duration.ofHours(1));
        final ApiKeys.IssuedKey issued = keys().create(newKey("a", Optional.of(expiry)));
        accepted(shown(issued));
        context().clock().advance(Duration.ofHours(1).minusMillis(1));
        accepted(shown(issued));
        context().clock().advance(Duration.ofMillis(1));
        assertTrue(rejected(shown(issued)).contains("expired"));
        context().clock().advance(Duration.ofDays(1000));
        rejected(shown(issued));
    }

    @Test
    void aRotatedKeyHasANewSecretAndLosesTheOld() {
        final ApiKeys.IssuedKey before = issue("a");
        accepted(shown(before));
        final ApiKeys.IssuedKey after = keys().rotate(before.key().id()).orElseThrow();
        assertEquals(before.key().id(), after.key().id());
        assertNotEquals(before.secret(), after.secret());
        rejected(shown(before));
        assertEquals(before.key().id(), accepted(shown(after)).id());
        assertEquals(Optional.empty(), keys().rotate("key_unknown"));
    }

    @Test
    void aChangeHoldsFromTheNextRequestOn() {
        final ApiKeys.IssuedKey issued = issue("a");
        accepted(shown(issued));
        final ApiKeys.KeyChange change =
                new ApiKeys.KeyChange(
                        Optional.of("renamed"),
                        Optional.empty(),
                        Optional.of(Permissions.all()),
                        Optional.of(now().plusSeconds(10)));
        final ApiKey changed = keys().change(issued.key().id(), change).orElseThrow();
        assertEquals("renamed", changed.name());
        assertEquals("for the test", changed.description());
        assertEquals(Permissions.all(), accepted(shown(issued)).permissions());
        context().clock().advance(Duration.ofSeconds(10));
        rejected(shown(issued));
        assertEquals(Optional.empty(), keys().change("key_unknown", change));
    }

    @Test
    void everythingIsThereAfterARestart() {
        final ApiKeys.IssuedKey good = issue("good");
        final ApiKeys.IssuedKey revoked = issue("revoked");
        final ApiKeys.IssuedKey rotated = issue("rotated");
        final ApiKeys.IssuedKey expiring =
                keys().create(newKey("expiring", Optional.of(now().plusSeconds(5))));
        keys().revoke(revoked.key().id());
        final ApiKeys.IssuedKey rotatedNow = keys().rotate(rotated.key().id()).orElseThrow();
        keys().change(good.key().id(), renaming("better \u00e9\uD83D\uDE00"));
        final List<ApiKey> before = keys().list();
        reopen();
        assertEquals(before, keys().list());
        assertEquals(READ_SALES, accepted(shown(good)).permissions());
        rejected(shown(revoked));
        rejected(shown(rotated));
        accepted(shown(rotatedNow));
        accepted(shown(expiring));
        context().clock().advance(Duration.ofSeconds(5));
        rejected(shown(expiring));
    }

    @Test
    void theLastUseIsKnownAtOnceAndToAMinuteAfterARestart() {
        final ApiKeys.IssuedKey issued = issue("a");
        accepted(shown(issued));
        context().clock().advance(Duration.ofMinutes(5));
        accepted(shown(issued));
        final Instant used = now();
        assertEquals(Optional.of(used), lastUsed(issued));
        context().clock().advance(Duration.ofSeconds(30));
        reopen();
        final Instant known = lastUsed(issued).orElseThrow();
        assertTrue(Duration.between(known, used).abs().compareTo(Duration.ofMinutes(1)) <= 0);
    }

    private Optional<Instant> lastUsed(ApiKeys.IssuedKey issued) {
        return keys().find(issued.key().id()).orElseThrow().lastUsed();
    }

    @Test
    void usingAKeyNeverUndoesItsRevocation() {
        for (int i = 0; i < 50; i++) {
            final ApiKeys.IssuedKey issued = issue("a");
            accepted(shown(issued));
            keys().revoke(issued.key().id());
            context().clock().advance(Duration.ofMinutes(2));
            rejected(shown(issued));
            reopen();
            rejected(shown(issued));
        }
    }

    @Test
    void listsKeysOldestFirst() {
        for (int i = 0; i < 20; i++) {
            issue("key " + i);
            context().clock().advance(Duration.ofSeconds(1));
        }
        final List<String> names = keys().list().stream().map(ApiKey::name).toList();
        assertEquals("key 0", names.getFirst());
        assertEquals("key 19", names.getLast());
        assertEquals(20, names.size());
    }

    @Test
    void countsKeys() {
        final ApiKeys.IssuedKey used = issue("used");
        issue("unused");
        keys().revoke(issue("revoked").key().id());
        keys().create(newKey("expired", Optional.of(now().plusSeconds(1))));
        context().clock().advance(Duration.ofSeconds(1));
        accepted(shown(used));
        assertEquals(new ApiKeys.Statistics(4, 2, 1, 1, 1), keys().statistics());
        context().clock().advance(Duration.ofDays(1));
        assertEquals(new ApiKeys.Statistics(4, 2, 1, 1, 0), keys().statistics());
    }

    @Test
    void refusesKeysThatMeanNothing() {
        final Optional<Instant> never = Optional.empty();
        final List<Permissions> meaningless =
                List.of(
                        new Permissions(List.of(), Set.of(Operation.READ), Optional.empty()),
                        new Permissions(List.of(" "), Set.of(Operation.READ), Optional.empty()),
                        new Permissions(List.of("*"), Set.of(), Optional.empty()));
        for (final Permissions permissions : meaningless) {
            assertCode(
                    ErrorCode.BAD_REQUEST,
                    () -> keys().create(new ApiKeys.NewKey("u", "n", "", permissions, never)));
        }
        assertCode(
                ErrorCode.BAD_REQUEST,
                () -> keys().create(newKey("n".repeat(100_000), Optional.empty())));
        assertEquals(List.of(), keys().list());
    }

    @Test
    void whatTheStorageRefusesHasNotHappened() {
        final ApiKeys.IssuedKey issued = issue("a");
        final List<ApiKey> before = keys().list();
        store.refuseWrites(true);
        final String id = issued.key().id();
        assertThrows(StorageException.class, () -> issue("b"));
        assertThrows(StorageException.class, () -> keys().revoke(id));
        assertThrows(StorageException.class, () -> keys().rotate(id));
        assertThrows(StorageException.class, () -> keys().change(id, renaming("other")));
        assertEquals(before, keys().list());
        assertEquals(id, accepted(shown(issued)).id(), "reading needs no disk");
        store.refuseWrites(false);
        reopen();
        accepted(shown(issued));
    }

    @Test
    void keepsNoSecretInItsStore() {
        final String secret = issue("a").secret().reveal();
        store.entries()
                .forEach((key, value) -> {
                    assertShowsNothing(key, secret);
                    assertShowsNothing(new String(value, StandardCharsets.ISO_8859_1), secret);
                });
    }

    @Test
    void issuedKeysShowNoSecretAsText() {
        final ApiKeys.IssuedKey issued = issue("a");
        assertShowsNothing(issued.toString(), issued.secret().reveal());
    }

    @Test
    void nobodyGetsInAfterARevocationReturned() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            final ApiKeys.IssuedKey issued = issue("a");
            final AtomicBoolean isRevoked = new AtomicBoolean();
            final Thread revoker =
                    Thread.ofPlatform()
                            .name("revoker")
                            .start(() -> {
                                keys().revoke(issued.key().id());
                                isRevoked.set(true);
                            });
            inThreads(() -> {
                boolean wasRevoked = false;
                while (!wasRevoked) {
                    wasRevoked = isRevoked.get();
                    final Authentication seen = authenticator().authenticate(shown(issued));
                    assertFalse(wasRevoked && seen instanceof Authentication.Accepted);
                }
            });
            revoker.join();
        }
    }

    @Test
    void theFirstStartMakesOneAdministratorsKey() {
        final ApiKeys.IssuedKey made = keys().ensureAdminKey(Optional.empty()).orElseThrow();
        assertTrue(accepted(shown(made)).permissions().allows(Operation.ADMIN));
        assertTrue(accepted(shown(made)).permissions().reaches("anything"));
        assertEquals(Optional.empty(), keys().ensureAdminKey(Optional.empty()));
        reopen();
        assertEquals(Optional.empty(), keys().ensureAdminKey(Optional.empty()));
        accepted(shown(made));
    }

    @Test
    void noAdministratorsKeyIsMadeWhenThereAreKeys() {
        final ApiKeys.IssuedKey issued = issue("a");
        keys().revoke(issued.key().id());
        assertEquals(Optional.empty(), keys().ensureAdminKey(Optional.empty()));
    }

    @Test
    void theOperatorsSecretIsTheAdministratorsKey() {
        issue("another");
        assertEquals(CHOSEN, keys().ensureAdminKey(Optional.of(CHOSEN)).orElseThrow().secret());
        assertEquals(Optional.empty(), keys().ensureAdminKey(Optional.of(CHOSEN)));
        final Credentials chosen = Credentials.ofApiKey(CHOSEN.reveal());
        assertTrue(accepted(chosen).permissions().allows(Operation.ADMIN));
        reopen();
        assertEquals(Optional.empty(), keys().ensureAdminKey(Optional.of(CHOSEN)));
        accepted(chosen);
        keys().ensureAdminKey(Optional.of(CHOSEN_LATER));
        rejected(chosen);
        accepted(Credentials.ofApiKey(CHOSEN_LATER.reveal()));
        assertEquals(2, keys().list().size());
    }

    @Test
    void theOperatorsSecretOnceRevokedStaysRevoked() {
        final String id = keys().ensureAdminKey(Optional.of(CHOSEN)).orElseThrow().key().id();
        keys().revoke(id);
        reopen();
        keys().ensureAdminKey(Optional.of(CHOSEN));
        rejected(Credentials.ofApiKey(CHOSEN.reveal()));
        keys().ensureAdminKey(Optional.of(CHOSEN_LATER));
        accepted(Credentials.ofApiKey(CHOSEN_LATER.reveal()));
    }

    @Test
    void weakSecretsOfTheOperatorAreRefusedWithoutBeingShown() {
        for (final String weak :
                List.of("", "lvk_", "admin", "lvk_changeme-changeme", "x".repeat(80))) {
            final LokiVectorException thrown =
                    assertThrows(
                            LokiVectorException.class,
                            () -> keys().ensureAdminKey(Optional.of(Secret.of(weak))));
            assertEquals(ErrorCode.BAD_REQUEST, thrown.code());
            assertShowsNothing(thrown.problem(), weak);
        }
        assertEquals(List.of(), keys().list());
    }
}
