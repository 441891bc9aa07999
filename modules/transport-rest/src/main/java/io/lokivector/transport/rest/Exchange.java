package io.lokivector.transport.rest;

import io.lokivector.spi.transport.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One HTTP request, its answer, and the call that was read from it. For one thread. */
final class Exchange {
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
     * Tells that writing the answer failed. When its beginning is sent already, no other answer can
     * take its place.
     */
    void answerFailed(Exception failure) {
        if (answer.isCommitted()) {
            this.failure = failure;
        }
    }

    /**
     * Ends the exchange.
     *
     * @throws IOException if the answer is not whole, so that the connection is broken off
     */
    void finish() throws IOException {
        if (failure != null) {
            throw new IOException("answer broken off, request " + call.requestId(), failure);
        }
    }
}
