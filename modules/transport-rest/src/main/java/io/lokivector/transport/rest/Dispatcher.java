package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.servlet.ServletException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.lang.ScopedValue.CallableOp;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests to the handler in the name of the call under way, and makes answers of outcomes.
 */
final class Dispatcher {
    private final RequestHandler requests;
    private final ScopedValue<Exchange> underWay = ScopedValue.newInstance();

    Dispatcher(RequestHandler requests) {
        this.requests = requests;
    }

    /** Does work in which requests are asked in the name of an exchange's call. */
    void during(Exchange exchange, Work work) throws IOException, ServletException {
        final CallableOp<Optional<ServletException>, IOException> bridged =
                () -> {
                    try {
                        work.run();
                        return Optional.empty();
                    } catch (ServletException e) {
                        return Optional.of(e);
                    }
                };
        final Optional<ServletException> failure =
                ScopedValue.where(underWay, exchange).call(bridged);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Why a call is not worth reading further, if it is not. */
    Optional<Problem> refusal(Call call) {
        return requests.refusal(call);
    }

    /** The exchange under way. */
    Exchange exchange() {
        return underWay.get();
    }

    /** Asks, and answers 200 with the value's JSON. */
    <R> Response json(Request<R> request, Function<R, @Nullable Object> json) {
        return ask(request, value -> Response.ok(new JsonValue(json.apply(value))));
    }

    /**
     * Asks, and answers what is made of the value.
     *
     * @param answer may throw a {@link LokiVectorException} to refuse after all
     */
    <R> Response ask(Request<R> request, Function<R, ResponseBuilder> answer) {
        final Outcome<R> outcome = requests.handle(exchange().call(), request);
        final ResponseBuilder response =
                switch (outcome) {
                    case Outcome.Answered<R>(R value, _) -> answered(value, answer);
                    case Outcome.Refused<R>(Problem problem, Optional<RateDecision> rate) ->
                            refused(problem, rate);
                };
        outcome.rate().ifPresent(rate -> addHeaders(rate, response));
        return response.build();
    }

    /** The answer to a request that did not get as far as the handler. */
    Response refuse(Problem problem) {
        return refused(problem, Optional.empty()).build();
    }

    private <R> ResponseBuilder answered(R value, Function<R, ResponseBuilder> answer) {
        try {
            return answer.apply(value);
        } catch (LokiVectorException e) {
            return refused(Problem.of(e), Optional.empty());
        }
    }

    private ResponseBuilder refused(Problem problem, Optional<RateDecision> rate) {
        final ResponseBuilder response =
                Response.status(problem.code().httpStatus())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(new JsonValue(Problems.body(problem, rate, exchange().call())));
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return closingIfUnread(response);
    }

    /** Ends the connection after this answer if the body was not read to its end. */
    ResponseBuilder closingIfUnread(ResponseBuilder response) {
        final Exchange exchange = exchange();
        if (exchange.http().getProtocol().startsWith("HTTP/1")
                && Exchange.discardBody(exchange.http())) {
            response.header("Connection", "close");
        }
        return response;
    }

    private static void addHeaders(RateDecision rate, ResponseBuilder response) {
        final int remaining =
                switch (rate) {
                    case RateDecision.Granted(_, int left, _) -> left;
                    case RateDecision.Denied(_, Duration retryAfter, _) -> {
                        response.header("Retry-After", Math.max(1, secondsUp(retryAfter)));
                        yield 0;
                    }
                };
        response.header(HttpHeader.RATE_LIMIT, rate.limit().requests())
                .header(HttpHeader.RATE_REMAINING, remaining)
                .header(HttpHeader.RATE_RESET, rate.resetAt().toEpochMilli());
    }

    private static long secondsUp(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    /** A part of a servlet's work. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, ServletException;
    }
}
