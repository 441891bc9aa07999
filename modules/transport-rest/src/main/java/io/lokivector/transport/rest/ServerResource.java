package io.lokivector.transport.rest;

import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.ServerRequest.HealthReport;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** The server itself: what it is, how it is, what it measures. */
@Path("/")
@Singleton
public final class ServerResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public ServerResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** What server this is. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response status() {
        return dispatcher.json(
                new ServerRequest.Status(),
                report -> {
                    final Map<String, Object> json = new LinkedHashMap<>();
                    json.put("status", "online");
                    json.put("engine", report.engine());
                    json.put("role", report.role());
                    json.put("version", report.version());
                    json.put("collections", report.visibleCollections());
                    return json;
                });
    }

    /** How the server is; 503 while it is not ready. */
    @GET
    @Path("health")
    @Produces(MediaType.APPLICATION_JSON)
    public Response health() {
        return dispatcher.ask(
                new ServerRequest.Health(),
                report -> {
                    final Map<String, Object> json = new LinkedHashMap<>();
                    json.put("status", report.isReady() ? "healthy" : "unhealthy");
                    if (!report.isReady()) {
                        json.put("reason", report.reason());
                    }
                    json.put("timestamp", report.time().toEpochMilli());
                    json.put("uptime", report.uptime().toMillis() / 1000.0);
                    final Map<String, Object> memory = new LinkedHashMap<>();
                    memory.put("heapUsed", report.heapUsedBytes());
                    memory.put("heapMax", report.heapMaxBytes());
                    json.put("memory", memory);
                    json.put("collections", report.collections());
                    json.put("documents", report.documents());
                    json.put("version", report.version());
                    return Response.status(statusOf(report)).entity(new JsonValue(json));
                });
    }

    /** Whether the process answers at all; nothing else is asked. */
    @GET
    @Path("health/live")
    @Produces(MediaType.APPLICATION_JSON)
    public JsonValue live() {
        return new JsonValue(Map.of("status", "live"));
    }

    /** Whether requests may be sent; 503 with the reason until then. */
    @GET
    @Path("health/ready")
    @Produces(MediaType.APPLICATION_JSON)
    public Response ready() {
        return dispatcher.ask(
                new ServerRequest.Health(),
                report ->
                        Response.status(statusOf(report))
                                .entity(
                                        new JsonValue(
                                                report.isReady()
                                                        ? Map.of("status", "ready")
                                                        : Map.of(
                                                                "status",
                                                                "unready",
                                                                "reason",
                                                                report.reason()))));
    }

    /** All measurements, for Prometheus. */
    @GET
    @Path("metrics")
    public Response metrics() {
        return dispatcher.ask(
                new ServerRequest.Metrics(),
                report -> Response.ok(report.text()).header("Content-Type", report.contentType()));
    }

    private static int statusOf(HealthReport report) {
        return report.isReady() ? 200 : 503;
    }
}
