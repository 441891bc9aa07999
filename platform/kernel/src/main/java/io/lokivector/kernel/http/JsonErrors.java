package io.lokivector.kernel.http;

import io.lokivector.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what goes wrong outside of any servlet: {@code {"error": ..., "code": ...}}.
 *
 * <p>Only fixed sentences: what the client sent, and what was thrown, stay out.
 */
final class JsonErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        final int status = response.getStatus();
        write(response, callback, status, codeOf(status), sentenceOf(status));
        return true;
    }

    /** Answers with a sentence. */
    static void write(
            Response response, Callback callback, int status, ErrorCode code, String sentence) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        final String json = "{\"error\":" + quoted(sentence) + ",\"code\":\"" + code.name() + "\"}";
        response.write(true, BufferUtil.toBuffer(json, StandardCharsets.UTF_8), callback);
    }

    private static ErrorCode codeOf(int status) {
        return switch (status) {
            case HttpStatus.NOT_FOUND_404 -> ErrorCode.NOT_FOUND;
            case HttpStatus.UNAUTHORIZED_401 -> ErrorCode.UNAUTHENTICATED;
            case HttpStatus.FORBIDDEN_403 -> ErrorCode.FORBIDDEN;
            case HttpStatus.CONFLICT_409 -> ErrorCode.CONFLICT;
            case HttpStatus.GONE_410 -> ErrorCode.GONE;
            case HttpStatus.PRECONDITION_FAILED_412 -> ErrorCode.PRECONDITION_FAILED;
            case HttpStatus.PAYLOAD_TOO_LARGE_413,
                    HttpStatus.URI_TOO_LONG_414,
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                    ErrorCode.TOO_LARGE;
            case HttpStatus.UNSUPPORTED_MEDIA_TYPE_415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case HttpStatus.TOO_MANY_REQUESTS_429 -> ErrorCode.RATE_LIMITED;
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> ErrorCode.UNAVAILABLE;
            default ->
                    HttpStatus.isServerError(status) ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
        };
    }

    private static String sentenceOf(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> "this is not a well-formed HTTP request";
            case HttpStatus.NOT_FOUND_404 -> "there is nothing at this path";
            case HttpStatus.METHOD_NOT_ALLOWED_405 -> "this path does not take this method";
            case HttpStatus.PAYLOAD_TOO_LARGE_413 ->
                    "the body is larger than server.request-body-bytes-max";
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                    "the request line and headers are larger than"
                            + " server.request-header-bytes-max";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "the server is not ready";
            default ->
                    HttpStatus.isServerError(status)
                            ? "the server failed to answer; its log has the details"
                            : HttpStatus.getMessage(status);
        };
    }

    private static String quoted(String text) {
        final StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (final char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
