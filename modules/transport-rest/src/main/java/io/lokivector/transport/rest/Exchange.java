package io.lokivector.transport.rest;

import io.lokivector.spi.transport.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One HTTP request, its answer, and the call that was read from it. For one thread. */
final class Exchange {
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

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

    /** Whether some of the body was not read; what is left looks like the next request. */
    boolean hasUnreadBody() {
        final boolean hasBody =
                http.getContentLengthLong() > 0 || http.getHeader("Transfer-Encoding") != null;
        try {
            return hasBody && !http.getInputStream().isFinished();
        } catch (IOException e) {
            return true;
        }
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
