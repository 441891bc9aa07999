package io.lokivector.kernel.lifecycle;

import io.lokivector.kernel.configuration.KernelConfiguration;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Secret;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is answered while the database is closed: how the server is, which modules and plugins it
 * has, and to everything else why it is closed.
 *
 * @param whyClosed a plain sentence
 */
record ClosedDoor(KernelConfiguration configuration, Facts facts, String whyClosed) {

    /** Answers, or says why not. */
    @SuppressWarnings("unchecked") // Each kind of request is paired with its answer right here.
    <R> Outcome<R> handle(Call call, Request<R> request) {
        if (request instanceof ServerRequest.Health) {
            return (Outcome<R>) answered(facts.health());
        }
        if (request instanceof ServerRequest.Status) {
            return (Outcome<R>) answered(facts.status(List.of()));
        }
        if (request instanceof ServerRequest.Metrics) {
            return (Outcome<R>) answered(facts.metrics(_ -> false));
        }
        if (request instanceof ServerRequest.ListExtensions) {
            final Optional<Problem> refusal = whyNoAdministrator(call.credentials());
            return refusal.isPresent()
                    ? new Outcome.Refused<>(refusal.get(), Optional.empty())
                    : (Outcome<R>) answered(facts.extensions());
        }
        return new Outcome.Refused<>(
                Problem.of(ErrorCode.UNAVAILABLE, whyClosed), Optional.empty());
    }

    private static <T> Outcome<T> answered(T answer) {
        return new Outcome.Answered<>(answer, Optional.empty());
    }

    /** Of all keys, only the one in the configuration can be checked without the storage. */
    private Optional<Problem> whyNoAdministrator(Credentials shown) {
        if (!configuration.gateway().authenticationEnabled()) {
            return Optional.empty();
        }
        final Optional<Secret> given = configuration.adminKey();
        if (given.isEmpty()) {
            return Optional.of(
                    Problem.of(
                            ErrorCode.UNAVAILABLE,
                            whyClosed
                                    + "; no key can be checked before that: look in the server's"
                                    + " log, or start it with LOKIVECTOR_ADMIN_KEY set"));
        }
        return Stream.of(shown.apiKey(), shown.bearer()).anyMatch(given::equals)
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                ErrorCode.UNAUTHENTICATED,
                                "while the database is closed only the key given as admin-key is"
                                        + " known"));
    }
}
