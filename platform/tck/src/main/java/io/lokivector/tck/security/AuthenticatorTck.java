package io.lokivector.tck.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.security.Authentication;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Principal;
import io.lokivector.spi.security.Secret;
import io.lokivector.spi.storage.DurableMap;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every authenticator must do: extend it and say how yours is made, what it accepts, and what
 * is none of its business.
 */
public abstract class AuthenticatorTck {
    private static final int LONG = 1_000_000;
    private static final int THREADS = 8;

    /** What the authenticator must remember. */
    protected final MemoryDurableMap store = new MemoryDurableMap();

    private TestContext context;
    private Authenticator authenticator;

    /** For subclasses. */
    protected AuthenticatorTck() {}

    /** Makes an authenticator over what {@code store} holds. */
    protected abstract Authenticator create(DurableMap store, ExtensionContext context);

    /** Credentials that an authenticator accepts from now on. */
    protected abstract Credentials good(Authenticator authenticator);

    /** Credentials of a kind that another authenticator reads. */
    protected abstract Credentials foreign();

    @BeforeEach
    final void open(@TempDir Path directory) throws IOException {
        context = new TestContext(DiskFiles.at(directory));
        authenticator = create(store, context);
    }

    @AfterEach
    final void close() {
        authenticator.close();
        authenticator.close();
        context.close();
    }

    /** The world of the authenticator under test. */
    protected final TestContext context() {
        return context;
    }

    /** The authenticator under test. */
    protected final Authenticator authenticator() {
        return authenticator;
    }

    /** Closes the authenticator and opens it over the same store, as a restart does. */
    protected final void reopen() {
        authenticator.close();
        authenticator = create(store, context);
    }

    /** The principal that credentials prove now; fails if they prove none. */
    protected final Principal accepted(Credentials credentials) {
        return assertInstanceOf(
                        Authentication.Accepted.class, authenticator.authenticate(credentials))
                .principal();
    }

    /** Why credentials are refused now; fails if they are not. */
    protected final String rejected(Credentials credentials) {
        final String reason =
                assertInstanceOf(
                                Authentication.Rejected.class,
                                authenticator.authenticate(credentials))
                        .reason();
        assertFalse(reason.isBlank(), "a rejection says why");
        return reason;
    }

    /** The secret that was shown. */
    protected static Secret secretOf(Credentials credentials) {
        return credentials.apiKey().or(credentials::bearer).orElseThrow();
    }

    /** The same credentials with another secret, shown in the same way. */
    protected static Credentials withSecret(Credentials like, String secret) {
        return like.apiKey().isPresent()
                ? Credentials.ofApiKey(secret)
                : Credentials.ofBearer(secret);
    }

    @Test
    void acceptsGoodCredentials() {
        final Principal principal = accepted(good(authenticator));
        assertFalse(principal.id().isBlank());
        assertFalse(principal.permissions().operations().isEmpty());
    }

    @Test
    void theSameCredentialsAlwaysProveTheSamePrincipal() {
        final Credentials credentials = good(authenticator);
        final Principal first = accepted(credentials);
        for (int i = 0; i < 100; i++) {
            assertEquals(first, accepted(credentials));
        }
    }

    @Test
    void leavesForeignCredentialsToOthers() {
        assertInstanceOf(Authentication.NotApplicable.class, authenticator.authenticate(foreign()));
    }

    @Test
    void leavesAloneWhoShowsNothing() {
        assertInstanceOf(
                Authentication.NotApplicable.class, authenticator.authenticate(Credentials.none()));
    }

    @Test
    void acceptsNothingThatIsNotExactlyRight() {
        final Credentials good = good(authenticator);
        accepted(good);
        for (final String wrong : wrongLike(secretOf(good).reveal())) {
            for (final Credentials shown : everyWayToShow(wrong)) {
                assertIsNotAccepted(shown, wrong);
            }
        }
        accepted(good);
    }

    @Test
    void acceptsNoGoodSecretWithAnyCharacterChanged() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final Credentials good = good(authenticator);
            final String secret = secretOf(good).reveal();
            for (int i = 0; i < secret.length(); i++) {
                final StringBuilder changed = new StringBuilder(secret);
                changed.setCharAt(i, (char) (secret.charAt(i) ^ random.nextInt(1, 128)));
                assertIsNotAccepted(withSecret(good, changed.toString()), "changed at " + i);
            }
        });
    }

    private static List<String> wrongLike(String good) {
        return Stream.of(
                        "",
                        " ",
                        "nope",
                        "null",
                        good.substring(0, 4),
                        good.substring(0, good.length() - 1),
                        good + good.charAt(0),
                        " " + good,
                        good + " ",
                        good + "\n",
                        good + "\u0000",
                        good + good,
                        swapCase(good),
                        good.substring(0, 4) + "wrong",
                        good.substring(0, 4) + "\uD83D\uDE00\u0130\u0000\uFFFF",
                        good.substring(0, 4) + "\uD800",
                        "\uFEFF" + good,
                        "x".repeat(LONG),
                        good.substring(0, 4) + "0".repeat(LONG),
                        good + "0".repeat(LONG))
                .toList();
    }

    private static String swapCase(String text) {
        final StringBuilder swapped = new StringBuilder();
        text.chars()
                .map(c ->
                        Character.isUpperCase(c)
                                ? Character.toLowerCase(c)
                                : Character.toUpperCase(c))
                .forEach(c -> swapped.append((char) c));
        return swapped.toString();
    }

    private static List<Credentials> everyWayToShow(String secret) {
        return List.of(
                Credentials.ofApiKey(secret),
                Credentials.ofBearer(secret),
                new Credentials(Optional.of(Secret.of(secret)), Optional.of(Secret.of(secret))));
    }

    private void assertIsNotAccepted(Credentials shown, String what) {
        final String named = what.substring(0, Math.min(60, what.length()));
        final Authentication authentication =
                assertDoesNotThrow(() -> authenticator.authenticate(shown), named);
        assertFalse(authentication instanceof Authentication.Accepted, named);
        assertShowsNothing(String.valueOf(authentication), secretOf(shown).reveal());
    }

    @Test
    void showsNoSecretInTextsAndLogs() {
        try (CapturedLog log = new CapturedLog()) {
            final Credentials good = good(authenticator);
            final String secret = secretOf(good).reveal();
            final String wrong = secret.substring(0, secret.length() - 2) + "~~";
            final List<String> seen = new ArrayList<>();
            seen.add(String.valueOf(authenticator.authenticate(good)));
            seen.add(String.valueOf(authenticator.authenticate(withSecret(good, wrong))));
            seen.add(authenticator.toString());
            reopen();
            seen.add(String.valueOf(authenticator.authenticate(good)));
            authenticator.close();
            seen.add(log.text());
            for (final String text : seen) {
                assertShowsNothing(text, secret);
                assertShowsNothing(text, wrong);
            }
        }
    }

    /** Fails if a text shows a secret that is long enough to be one. */
    protected static void assertShowsNothing(String text, String secret) {
        assertFalse(secret.length() >= 12 && text.contains(secret), "shows a secret");
    }

    @Test
    void answersManyThreadsTheSameWay() throws InterruptedException {
        final Credentials good = good(authenticator);
        final Principal principal = accepted(good);
        final Credentials wrong = withSecret(good, secretOf(good).reveal() + "x");
        inThreads(() -> {
            for (int i = 0; i < 500; i++) {
                assertEquals(principal, accepted(good));
                assertFalse(authenticator.authenticate(wrong) instanceof Authentication.Accepted);
            }
        });
    }

    /** Runs the same work in several threads and fails if it fails in one of them. */
    protected static void inThreads(Runnable work) throws InterruptedException {
        final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        final List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(
                    Thread.ofPlatform()
                            .name("authenticator-tck-" + t)
                            .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                            .start(work));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertTrue(failures.isEmpty(), failures::toString);
    }
}
