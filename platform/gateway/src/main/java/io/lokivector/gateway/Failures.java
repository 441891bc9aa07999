package io.lokivector.gateway;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Problem;
import java.util.Map;

/** Turns what went wrong into what the caller is told, and logs what only the operator may see. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    static Problem explain(Throwable failure, Call call, Request<?> request) {
        if (failure instanceof final LokiVectorException expected) {
            // The caller is told everything about the others; logging them would only make noise.
            if (expected.code().httpStatus() >= 500 && isForOperator(expected)) {
                log(failure, call, request);
            }
            return Problem.of(expected);
        }
        log(failure, call, request);
        return new Problem(
                ErrorCode.INTERNAL,
                "The server failed to carry out this request; its log says why under request id "
                        + call.requestId(),
                Map.of("requestId", call.requestId()));
    }

    private static boolean isForOperator(LokiVectorException expected) {
        return expected.code() != ErrorCode.UNAVAILABLE || expected.getCause() != null;
    }

    private static void log(Throwable failure, Call call, Request<?> request) {
        LOG.log(
                System.Logger.Level.ERROR,
                () ->
                        "A request failed: request "
                                + call.requestId()
                                + ", "
                                + request.name()
                                + " over "
                                + call.transport(),
                failure);
    }
}
