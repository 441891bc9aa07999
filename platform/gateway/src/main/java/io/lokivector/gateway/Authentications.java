package io.lokivector.gateway;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.security.Authentication;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Principal;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The first step: asks the authenticators in turn who is calling.
 *
 * <p>Credentials that are shown are always checked, even for a request that anyone may make: a bad
 * key is told so, and never silently counts as none.
 */
final class Authentications {
    private static final System.Logger LOG = System.getLogger(Authentications.class.getName());

    private static final Principal EVERYONE =
            new Principal("everyone", "Everyone", Permissions.all());
    private static final Principal NOBODY =
            new Principal(
                    "nobody", "Nobody", new Permissions(List.of(), Set.of(), Optional.empty()));

    private final boolean enabled;
    private final Supplier<List<Authenticator>> authenticators;
    private final FailureDamper damper;
    private final InstantSource clock;

    Authentications(
            GatewayConfig config,
            Supplier<List<Authenticator>> authenticators,
            FailureDamper damper,
            InstantSource clock) {
        this.enabled = config.authenticationEnabled();
        this.authenticators = authenticators;
        this.damper = damper;
        this.clock = clock;
    }

    Identity identify(Call call, Request<?> request) {
        // A probe with an old key must not take a healthy server for a dead one.
        if (request instanceof ServerRequest.Health) {
            return new Identity.Known(NOBODY);
        }
        if (request instanceof ServerRequest.Metrics) {
            return identify(call, false) instanceof final Identity.Known known
                    ? known
                    : new Identity.Known(NOBODY);
        }
        return identify(call, request.requiredOperation().isPresent());
    }

    /** Who a call comes from, before it is known what it asks. */
    Identity identify(Call call, boolean isRequired) {
        if (!enabled) {
            return new Identity.Known(EVERYONE);
        }
        final Credentials credentials = call.credentials();
        if (credentials.isEmpty()) {
            return isRequired ? refuse(call, nothingShown()) : new Identity.Known(NOBODY);
        }
        final List<Authenticator> chain = authenticators.get();
        if (chain.isEmpty() && isRequired) {
            return new Identity.Unknown(noAuthenticator(), Optional.empty());
        }
        for (final Authenticator authenticator : chain) {
            switch (ask(authenticator, credentials, call)) {
                case Authentication.Accepted(Principal principal) -> {
                    return new Identity.Known(principal);
                }
                case Authentication.Rejected(String reason) -> {
                    return refuse(call, Problem.of(ErrorCode.UNAUTHENTICATED, reason));
                }
                case Authentication.NotApplicable() -> {
                    // The next one may know them.
                }
            }
        }
        return isRequired ? refuse(call, nobodyKnows()) : new Identity.Known(NOBODY);
    }

    private static Authentication ask(
            Authenticator authenticator, Credentials credentials, Call call) {
        try {
            return authenticator.authenticate(credentials);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Neither its message nor its stack trace: either could show the credential.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "An authenticator failed, which counts as a rejection: {0} threw {1}"
                            + " (request {2})",
                    authenticator.getClass().getName(),
                    e.getClass().getName(),
                    call.requestId());
            return new Authentication.Rejected(
                    "The credentials could not be checked; try again later");
        }
    }

    private Identity refuse(Call call, Problem problem) {
        final Instant now = clock.instant();
        return switch (damper.failed(call.remoteAddress(), now)) {
            case RateDecision.Granted _ -> new Identity.Unknown(problem, Optional.empty());
            case RateDecision.Denied denied ->
                    new Identity.Unknown(
                            Problem.of(
                                    ErrorCode.RATE_LIMITED,
                                    "Too many requests without good credentials from this address;"
                                            + " try again in "
                                            + Math.max(1, denied.retryAfter().toSeconds())
                                            + " s"),
                            Optional.of(denied));
        };
    }

    private static Problem nothingShown() {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                "API key required: send it in the X-API-Key header, as Authorization: Bearer, or in"
                        + " an auth frame");
    }

    private static Problem nobodyKnows() {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                "API key required: the credentials are of a kind that this server does not know");
    }

    private static Problem noAuthenticator() {
        return Problem.of(
                ErrorCode.UNAVAILABLE,
                "No authenticator is running, so nobody can be let in; see gateway.authenticators"
                        + " and the list of modules");
    }
}
