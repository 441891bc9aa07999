package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.transport.Problem;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives every failure the form of a problem, and shows nothing of the inside. */
public final class ErrorMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(ErrorMapper.class.getName());
    private static final int MAX_SHOWN = 200;

    private final Dispatcher dispatcher;

    ErrorMapper(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case final LokiVectorException refused -> dispatcher.refuse(Problem.of(refused));
            case final WebApplicationException refused
                    when refused.getResponse().getStatus() < 500 ->
                    ofRouting(refused.getResponse());
            default -> internal(failure);
        };
    }

    private Response internal(Throwable failure) {
        final String requestId = dispatcher.exchange().call().requestId();
        LOG.log(System.Logger.Level.ERROR, "failed, request " + requestId, failure);
        return dispatcher.refuse(Problems.internal(requestId));
    }

    private Response ofRouting(Response refused) {
        final HttpServletRequest http = dispatcher.exchange().http();
        final String route = http.getMethod() + " " + shortened(http.getRequestURI());
        return switch (refused.getStatus()) {
            case 404 ->
                    dispatcher.refuse(
                            Problem.of(ErrorCode.NOT_FOUND, "there is no route " + route));
            case 405 -> {
                final @Nullable String allowed = refused.getHeaderString(HttpHeaders.ALLOW);
                yield plain(
                        refused,
                        "METHOD_NOT_ALLOWED",
                        route + " is not allowed; " + allowed + " are");
            }
            case 406 ->
                    plain(refused, "NOT_ACCEPTABLE", route + " cannot answer what Accept asks for");
            case 415 ->
                    dispatcher.refuse(
                            Problem.of(
                                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                                    route
                                            + " does not read "
                                            + shortened(String.valueOf(http.getContentType()))
                                            + "; send Content-Type: "
                                            + expectedBy(http)));
            default -> plain(refused, ErrorCode.BAD_REQUEST.name(), "the request is malformed");
        };
    }

    private static String expectedBy(HttpServletRequest http) {
        return http.getRequestURI().endsWith("/import")
                ? NewlineJson.MEDIA_TYPE
                : MediaType.APPLICATION_JSON;
    }

    /** Keeps the status and, above all, {@code Allow}. */
    private Response plain(Response refused, String code, String message) {
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", message);
        body.put("code", code);
        return dispatcher
                .closingIfUnread(
                        Response.fromResponse(refused)
                                .type(MediaType.APPLICATION_JSON_TYPE)
                                .entity(new JsonValue(body)))
                .build();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
