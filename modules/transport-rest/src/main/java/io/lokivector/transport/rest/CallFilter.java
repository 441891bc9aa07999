package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Problem;
import io.lokivector.transport.rest.json.JsonWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The first and the last to see a request: names it, turns it away while the transport drains, sets
 * the headers every answer has, and keeps faults of everything behind it from showing.
 */
final class CallFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(CallFilter.class.getName());

    private final transient CallReader reader;
    private final transient CallGate gate;
    private final transient Dispatcher dispatcher;
    private final transient JsonWriter json;

    CallFilter(CallReader reader, CallGate gate, Dispatcher dispatcher, JsonWriter json) {
        this.reader = reader;
        this.gate = gate;
        this.dispatcher = dispatcher;
        this.json = json;
    }

    @Override
    protected void doFilter(HttpServletRequest http, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        final String requestId = reader.requestId(http);
        setCommonHeaders(answer, requestId);
        if (!gate.enter()) {
            answer.setHeader("Connection", "close");
            refuse(answer, Problem.of(ErrorCode.UNAVAILABLE, "the server is shutting down"));
            return;
        }
        try {
            final Call call = reader.call(http, requestId);
            if (Exchange.hasBody(http)) {
                final Optional<Problem> refusal = dispatcher.refusal(call);
                if (refusal.isPresent()) {
                    Exchange.discardBody(http);
                    answer.setHeader("Connection", "close");
                    refuse(answer, refusal.get());
                    return;
                }
            }
            final Exchange exchange = new Exchange(call, http, answer);
            dispatcher.during(exchange, () -> chain.doFilter(http, new UnclosedAnswer(answer)));
            exchange.finish();
            if (isBare(answer)) {
                setCommonHeaders(answer, requestId);
                refuse(
                        answer,
                        Problem.of(
                                ErrorCode.BAD_REQUEST,
                                "a header of the request is malformed; see Content-Type"));
            }
        } catch (LokiVectorException e) {
            refuse(answer, Problem.of(e));
        } catch (Exception | LinkageError | StackOverflowError e) {
            if (answer.isCommitted()) {
                // Breaking the connection is the only way left to say that the answer is not whole.
                throw e;
            }
            LOG.log(System.Logger.Level.ERROR, "failed, request " + requestId, e);
            answer.resetBuffer();
            refuse(answer, Problems.internal(requestId));
        } finally {
            gate.leave();
        }
    }

    /** Jersey wipes the answer and sets nothing but a status if it cannot parse a header. */
    private static boolean isBare(HttpServletResponse answer) {
        return answer.getStatus() == HttpServletResponse.SC_BAD_REQUEST
                && !answer.isCommitted()
                && answer.getContentType() == null;
    }

    private static void setCommonHeaders(HttpServletResponse answer, String requestId) {
        answer.setHeader(HttpHeader.REQUEST_ID, requestId);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Cache-Control", "no-store");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }

    private void refuse(HttpServletResponse answer, Problem problem) throws IOException {
        answer.setStatus(problem.code().httpStatus());
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            answer.setHeader("WWW-Authenticate", "Bearer");
        }
        answer.setContentType("application/json");
        json.write(Problems.body(problem, Optional.empty()), answer.getOutputStream());
    }
}
