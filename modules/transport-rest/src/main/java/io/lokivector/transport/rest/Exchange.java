package io.lokivector.transport.rest;

import io.lokivector.spi.transport.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One HTTP request, its answer, and the call that was read from it. For one thread. */
final class Exchange {
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private static final int DISCARDED_BYTES_MAX = 1 << 20;

    private final Call call;
    private final HttpServletRequest http;
    private final HttpServletResponse answer;
    private @Nullable Exception failure;

    Exchange(Call call, HttpServletRequest http, HttpServletResponse answer) {
        this.call = call;
        this.http = http;
        this.answer = answer;
    }

    Call call() {
        return call;
    }

    HttpServletRequest http() {
        return http;
    }

    /** Whether the request has a body. */
    static boolean hasBody(HttpServletRequest http) {
        return http.getContentLengthLong() > 0 || http.getHeader("Transfer-Encoding") != null;
    }

    /**
     * Reads past what is left of the body, up to a bound.
     *
     * <p>A connection that is closed over bytes nobody read is reset, and the reset may overtake
     * the answer on its way to the client.
     *
     * @return whether some of the body had not been read; the connection is of no more use then
     */
    static boolean discardBody(HttpServletRequest http) {
        try {
            if (!hasBody(http) || http.getInputStream().isFinished()) {
                return false;
            }
            http.getInputStream().skipNBytes(DISCARDED_BYTES_MAX);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.TRACE, "the rest of a body did not come", e);
        }
        return true;
    }

    /**
     * Takes note that writing the answer failed.
     *
     * @return false if nothing of it was sent yet, so that another answer can take its place
     */
    boolean breaksOff(Exception failure) {
        if (answer.isCommitted()) {
            this.failure = failure;
            return true;
        }
        return false;
    }

    /**
     * Ends the exchange.
     *
     * @throws IOException if the answer is not whole, so that the connection is broken off
     */
    void finish() throws IOException {
        if (failure == null) {
            return;
        }
        // An IOException is the client's going, which is its right; anything else is our fault.
        final System.Logger.Level level =
                failure instanceof IOException
                        ? System.Logger.Level.DEBUG
                        : System.Logger.Level.ERROR;
        LOG.log(level, "answer broken off, request " + call.requestId(), failure);
        throw new IOException("answer broken off", failure);
    }
}
