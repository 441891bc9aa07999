package io.lokivector.tck.conformance;

import io.lokivector.spi.request.Request;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;

/** Asks, and throws when it is refused. */
record Caller(RequestHandler handler) {
    private static final Call CALL =
            new Call(Credentials.none(), "conformance", "127.0.0.1", "conformance");

    <R> R ask(Request<R> request) {
        return switch (handler.handle(CALL, request)) {
            case final Outcome.Answered<R> answered -> answered.value();
            case final Outcome.Refused<R> refused -> throw new RefusedException(refused.problem());
        };
    }

    /** A request was refused. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        RefusedException(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
