package io.lokivector.auth.apikey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.AuthenticatorFactory;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.storage.DurableMap;
import io.lokivector.tck.security.ApiKeysTck;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiKeyAuthenticatorTest extends ApiKeysTck {
    private static final int MAX_KEYS = 500;

    @Override
    protected Authenticator create(DurableMap store, ExtensionContext context) {
        return new ApiKeyAuthenticatorFactory().create(new ApiKeyConfig(MAX_KEYS), store, context);
    }

    @Override
    protected Credentials foreign() {
        return Credentials.ofBearer("eyJhbGciOiJIUzI1NiJ9.e30.signature");
    }

    private ApiKeys keys() {
        return (ApiKeys) authenticator();
    }

    private ApiKeys.IssuedKey issue(String name) {
        return keys().create(
                        new ApiKeys.NewKey("u", name, "", Permissions.all(), Optional.empty()));
    }

    @Test
    void keysHave256RandomBits() {
        final ApiKeys.IssuedKey issued = issue("a");
        assertTrue(Pattern.matches("lvk_[0-9a-f]{64}", issued.secret().reveal()));
        assertTrue(Pattern.matches("key_[0-9a-f]{16}", issued.key().id()));
    }

    @Test
    void anApiKeyThatIsNotOneOfOursIsRejected() {
        assertTrue(rejected(Credentials.ofApiKey("nope")).startsWith("Invalid API key"));
        assertTrue(rejected(Credentials.ofApiKey("lvk_wrong")).startsWith("Invalid API key"));
    }

    @Test
    void namesLeftBlankAreFilledIn() {
        final ApiKeys.IssuedKey issued =
                keys().create(new ApiKeys.NewKey("", " ", "", Permissions.all(), Optional.empty()));
        assertEquals("default", issued.key().userId());
        assertEquals("Unnamed Key", issued.key().name());
    }

    @Test
    void aKeyIsWrittenForItsUseAtMostOnceAMinute() throws InterruptedException {
        final ApiKeys.IssuedKey issued = issue("a");
        final Credentials credentials = Credentials.ofApiKey(issued.secret().reveal());
        accepted(credentials);
        awaitStoredUse(issued, Optional.of(context().clock().instant()));
        final byte[] before = store.get(issued.key().id()).orElseThrow();
        for (int second = 0; second < 59; second++) {
            context().clock().advance(Duration.ofSeconds(1));
            accepted(credentials);
        }
        assertEquals(0, context().executor().getQueue().size());
        assertArrayEquals(before, store.get(issued.key().id()).orElseThrow());
        context().clock().advance(Duration.ofSeconds(1));
        accepted(credentials);
        awaitStoredUse(issued, Optional.of(context().clock().instant()));
    }

    private void awaitStoredUse(ApiKeys.IssuedKey issued, Optional<Instant> expected)
            throws InterruptedException {
        final long deadlineNanos = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!storedUse(issued).equals(expected) && System.nanoTime() < deadlineNanos) {
            Thread.sleep(1);
        }
        assertEquals(expected, storedUse(issued));
    }

    private Optional<Instant> storedUse(ApiKeys.IssuedKey issued) {
        try {
            return KeyFormat1.decode(store.get(issued.key().id()).orElseThrow()).key().lastUsed();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whenFullTheKeyRevokedLongestAgoMakesRoom() {
        final List<ApiKeys.IssuedKey> issued =
                IntStream.range(0, MAX_KEYS).mapToObj(i -> issue("key " + i)).toList();
        final LokiVectorException full =
                assertThrows(LokiVectorException.class, () -> issue("one too many"));
        assertEquals(ErrorCode.CONFLICT, full.code());
        keys().revoke(issued.get(7).key().id());
        context().clock().advance(Duration.ofSeconds(1));
        keys().revoke(issued.get(3).key().id());
        issue("fits");
        assertEquals(MAX_KEYS, keys().list().size());
        assertEquals(Optional.empty(), keys().find(issued.get(7).key().id()));
        assertTrue(keys().find(issued.get(3).key().id()).isPresent());
        assertTrue(rejected(shown(issued.get(7))).contains("not one of this server's"));
    }

    private static Credentials shown(ApiKeys.IssuedKey issued) {
        return Credentials.ofApiKey(issued.secret().reveal());
    }

    @Test
    void aDamagedRecordLetsNobodyInAndMakesNoAdministrator() {
        final ApiKeys.IssuedKey damaged = issue("damaged");
        final byte[] bytes = store.get(damaged.key().id()).orElseThrow();
        bytes[0] = 9;
        store.put(damaged.key().id(), bytes);
        reopen();
        rejected(shown(damaged));
        assertEquals(Optional.empty(), keys().ensureAdminKey(Optional.empty()));
        issue("others still work");
    }

    @Test
    void isFoundAsAServiceWithDefaultsThatAreValid() {
        final AuthenticatorFactory<?> found =
                ServiceLoader.load(AuthenticatorFactory.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(factory -> (AuthenticatorFactory<?>) factory)
                        .findFirst()
                        .orElseThrow();
        assertEquals("api-key", found.type());
        assertEquals(new ApiKeyConfig(10_000), RecordSchema.of(found.configType()).defaults());
    }
}
