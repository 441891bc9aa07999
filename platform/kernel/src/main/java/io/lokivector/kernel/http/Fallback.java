package io.lokivector.kernel.http;

import io.lokivector.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers what no mounted context does: that the server is starting, or that nothing is there. */
final class Fallback extends Handler.Abstract.NonBlocking {
    private final Supplier<String> whyNotReady;

    /**
     * Answers with what it is told.
     *
     * @param whyNotReady a sentence; blank once the server is ready
     */
    Fallback(Supplier<String> whyNotReady) {
        this.whyNotReady = whyNotReady;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        final String reason = whyNotReady.get();
        if (Request.getPathInContext(request).equals("/health/live")) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
            response.write(
                    true,
                    BufferUtil.toBuffer("{\"status\":\"live\"}", StandardCharsets.UTF_8),
                    callback);
        } else if (reason.isEmpty()) {
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        } else {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            JsonErrors.write(
                    response,
                    callback,
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    ErrorCode.UNAVAILABLE,
                    reason);
        }
        return true;
    }
}
