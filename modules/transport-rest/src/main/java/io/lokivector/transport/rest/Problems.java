package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Problems as clients see them: {@code {error, message?, code, details?}}. */
final class Problems {
    private Problems() {}

    /** What a fault of the server looks like from outside. */
    static Problem internal(String requestId) {
        return new Problem(
                ErrorCode.INTERNAL,
                "internal error; the server's log has it under request " + requestId,
                Map.of("requestId", requestId));
    }

    /** The body of a problem; the rate tells when a denied caller may come again. */
    static Map<String, @Nullable Object> body(Problem problem, Optional<RateDecision> rate) {
        return body(problem.message(), problem, rate);
    }

    /** The body of a problem that a call met. */
    static Map<String, @Nullable Object> body(
            Problem problem, Optional<RateDecision> rate, Call call) {
        final String error =
                switch (problem.code()) {
                    case UNAUTHENTICATED ->
                            call.credentials().isEmpty()
                                    ? "API key required"
                                    : "Invalid or expired API key";
                    case RATE_LIMITED -> "Rate limit exceeded";
                    default -> problem.message();
                };
        return body(error, problem, rate);
    }

    private static Map<String, @Nullable Object> body(
            String error, Problem problem, Optional<RateDecision> rate) {
        final Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("error", error);
        if (!error.equals(problem.message())) {
            body.put("message", problem.message());
        }
        body.put("code", problem.code().name());
        if (rate.isPresent() && rate.get() instanceof final RateDecision.Denied denied) {
            body.put("resetAt", denied.resetAt().toEpochMilli());
        }
        if (!problem.details().isEmpty()) {
            body.put("details", problem.details());
        }
        return body;
    }
}
