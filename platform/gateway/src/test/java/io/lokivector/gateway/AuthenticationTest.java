package io.lokivector.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.request.KeyRequest;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.tck.security.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private static final Credentials BAD = Credentials.ofApiKey("bad");

    @Test
    void theFirstAuthenticatorThatKnowsTheCredentialsDecides() {
        final FakeAuthenticator first = new FakeAuthenticator().knowing("a", Permissions.all());
        final FakeAuthenticator second =
                new FakeAuthenticator()
                        .knowing("a", Permissions.all())
                        .knowing("b", Permissions.all());
        final House house = new House(Map.of(), List.of(first, second));
        House.answer(house.ask("a", House.find("hr")));
        assertEquals(ErrorCode.UNAUTHENTICATED, House.code(house.ask("b", House.find("hr"))));
        assertEquals(0, second.asked, "a rejection is final");
    }

    @Test
    void credentialsOfAnUnknownKindAreOfferedToAllAndRefused() {
        final FakeAuthenticator first = new FakeAuthenticator();
        final FakeAuthenticator second = new FakeAuthenticator();
        final House house = new House(Map.of(), List.of(first, second));
        final Credentials bearer = Credentials.ofBearer("token");
        assertEquals(
                ErrorCode.UNAUTHENTICATED,
                House.code(house.ask(bearer, House.ADDRESS, House.find("hr"))));
        assertEquals(1, first.asked);
        assertEquals(1, second.asked);
        House.answer(house.ask(bearer, House.ADDRESS, new ServerRequest.Status()));
    }

    @Test
    void anAuthenticatorThatFailsLetsNobodyInAndIsLoggedWithoutTheCredential() {
        final FakeAuthenticator failing = new FakeAuthenticator();
        final FakeAuthenticator next =
                new FakeAuthenticator().knowing("explode-3f9a", Permissions.all());
        final House house = new House(Map.of(), List.of(failing, next));
        try (CapturedLog log = new CapturedLog()) {
            final Outcome<?> outcome = house.ask("explode-3f9a", House.find("hr"));
            assertEquals(ErrorCode.UNAUTHENTICATED, House.code(outcome));
            assertFalse(String.valueOf(outcome).contains("3f9a"));
            assertTrue(log.text().contains("request-7"), log::text);
            assertFalse(log.text().contains("3f9a"), log::text);
        }
        assertEquals(0, next.asked);
        assertEquals(List.of(), house.engine.reached);
    }

    @Test
    void withoutAnyAuthenticatorNobodyGetsInAndIsToldWhy() {
        final House house = new House(Map.of(), List.of());
        assertEquals(ErrorCode.UNAVAILABLE, House.code(house.ask("admin", House.find("hr"))));
        assertEquals(ErrorCode.UNAUTHENTICATED, House.code(house.askWithoutKey(House.find("hr"))));
        House.answer(house.askWithoutKey(new ServerRequest.Health()));
    }

    @Test
    void whenSwitchedOffEveryoneMayDoEverythingWithoutLimit() {
        final House house =
                new House(Map.of("authenticationEnabled", false, "rateLimitRequests", 1));
        for (int i = 0; i < 10; i++) {
            final Outcome<?> outcome = house.askWithoutKey(House.find("hr"));
            House.answer(outcome);
            assertTrue(outcome.rate().isEmpty());
        }
        House.answer(house.ask("bad", new KeyRequest.ListKeys()));
        assertEquals(0, house.keys.asked);
    }

    @Test
    void anAddressThatFailsTooOftenIsToldToWait() {
        final House house = new House(Map.of("failedAuthenticationsPerMinute", 3));
        for (int i = 0; i < 3; i++) {
            assertEquals(ErrorCode.UNAUTHENTICATED, failFrom(house, House.ADDRESS));
        }
        final Outcome<?> damped = house.ask("bad", House.find("hr"));
        assertEquals(ErrorCode.RATE_LIMITED, House.code(damped));
        final RateDecision.Denied denied =
                assertInstanceOf(RateDecision.Denied.class, damped.rate().orElseThrow());
        assertEquals(
                ErrorCode.RATE_LIMITED,
                House.code(house.askWithoutKey(House.find("hr"))),
                "showing nothing counts, too");
        house.clock.advance(denied.retryAfter());
        assertEquals(ErrorCode.UNAUTHENTICATED, failFrom(house, House.ADDRESS));
    }

    private static ErrorCode failFrom(House house, String address) {
        return House.code(house.ask(BAD, address, House.find("hr")));
    }

    @Test
    void whoeverShowsAGoodKeyIsNeverDamped() {
        final House house = new House(Map.of("failedAuthenticationsPerMinute", 1));
        for (int i = 0; i < 10; i++) {
            failFrom(house, House.ADDRESS);
            House.answer(house.ask("admin", House.find("hr")));
        }
    }

    @Test
    void openRequestsWithoutAKeyAreNotFailures() {
        final House house = new House(Map.of("failedAuthenticationsPerMinute", 1));
        for (int i = 0; i < 10; i++) {
            House.answer(house.askWithoutKey(new ServerRequest.Health()));
        }
        assertEquals(ErrorCode.UNAUTHENTICATED, failFrom(house, House.ADDRESS));
    }

    @Test
    void theDamperForgetsNoAddressHoweverManyThereAre() {
        final House house = new House(Map.of("failedAuthenticationsPerMinute", 2));
        for (int i = 0; i < 3; i++) {
            failFrom(house, House.ADDRESS);
        }
        for (int i = 0; i < 100_000; i++) {
            failFrom(house, "2001:db8::" + Integer.toHexString(i));
        }
        assertEquals(ErrorCode.RATE_LIMITED, failFrom(house, House.ADDRESS));
        house.clock.advance(Duration.ofMinutes(1));
        assertEquals(ErrorCode.UNAUTHENTICATED, failFrom(house, House.ADDRESS));
    }

    @Test
    void aStrangerIsRefusedBeforeItIsKnownWhatItAsks() {
        final House house = new House(Map.of());
        assertEquals(ErrorCode.UNAUTHENTICATED, refusal(house, Credentials.none()));
        assertEquals(ErrorCode.UNAUTHENTICATED, refusal(house, Credentials.ofApiKey("bad")));
        assertEquals(
                Optional.empty(), house.path.refusal(callWith(Credentials.ofApiKey("reader"))));
    }

    @Test
    void withoutAuthenticationNobodyIsAStranger() {
        final House house = new House(Map.of("authenticationEnabled", false));
        assertEquals(Optional.empty(), house.path.refusal(callWith(Credentials.none())));
    }

    private static ErrorCode refusal(House house, Credentials credentials) {
        return house.path.refusal(callWith(credentials)).orElseThrow().code();
    }

    private static Call callWith(Credentials credentials) {
        return new Call(credentials, "test", "192.0.2.1", "request-8");
    }
}
