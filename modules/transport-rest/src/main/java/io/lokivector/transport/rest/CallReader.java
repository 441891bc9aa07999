package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Secret;
import io.lokivector.spi.transport.Call;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from an HTTP request who makes it. */
final class CallReader {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final String BEARER = "bearer ";
    private static final String QUERY_KEY = "apiKey=";

    private final RestConfig config;
    private final RandomGenerator random;

    CallReader(RestConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** The id the client gave, if it is fit to be logged and sent back; a new one otherwise. */
    String requestId(HttpServletRequest http) {
        final @Nullable String given = http.getHeader(HttpHeader.REQUEST_ID);
        return given != null && REQUEST_ID.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(random.nextLong());
    }

    Call call(HttpServletRequest http, String requestId) {
        return new Call(
                credentials(http),
                "rest",
                Objects.requireNonNullElse(http.getRemoteAddr(), "unknown"),
                requestId);
    }

    private Credentials credentials(HttpServletRequest http) {
        Optional<Secret> apiKey = secret(http.getHeader("X-API-Key"));
        Optional<Secret> bearer = Optional.empty();
        final @Nullable String authorization = http.getHeader("Authorization");
        if (authorization != null && !authorization.isBlank()) {
            final String value = authorization.strip();
            if (value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
                bearer = secret(value.substring(BEARER.length()).strip());
            } else if (value.indexOf(' ') >= 0) {
                // A scheme that is not ours: shown as it is, so that it is refused and not ignored.
                bearer = secret(value);
            } else if (apiKey.isEmpty()) {
                apiKey = secret(value);
            }
        }
        if (apiKey.isEmpty() && bearer.isEmpty() && config.allowQueryKey()) {
            apiKey = queryKey(http.getQueryString());
        }
        return new Credentials(apiKey, bearer);
    }

    /**
     * Reads the query by itself: the container's way would take a form body for parameters, too.
     */
    private static Optional<Secret> queryKey(@Nullable String query) {
        Optional<Secret> key = Optional.empty();
        if (query == null) {
            return key;
        }
        for (final String parameter : query.split("&")) {
            if (parameter.startsWith(QUERY_KEY)) {
                if (key.isPresent()) {
                    throw new LokiVectorException(
                            ErrorCode.BAD_REQUEST, "the parameter apiKey is given twice");
                }
                key = secret(decoded(parameter.substring(QUERY_KEY.length())));
            }
        }
        return key;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST, "the parameter apiKey is not properly %-encoded", e);
        }
    }

    private static Optional<Secret> secret(@Nullable String value) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(Secret.of(value));
    }
}
