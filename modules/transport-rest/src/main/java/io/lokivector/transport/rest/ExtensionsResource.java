package io.lokivector.transport.rest;

import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Modules and plugins. */
@Path("api/plugins")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class ExtensionsResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public ExtensionsResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** All of them, the broken ones included. */
    @GET
    public Response list() {
        return dispatcher.json(
                new ServerRequest.ListExtensions(),
                extensions -> extensions.stream().map(ExtensionsResource::json).toList());
    }

    private static Map<String, Object> json(ExtensionInfo extension) {
        final Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", extension.id());
        json.put("version", extension.version());
        json.put("origin", extension.origin());
        json.put("state", extension.state().name().toLowerCase(Locale.ROOT));
        json.put("reason", extension.reason());
        json.put("file", extension.file());
        json.put("provides", extension.provides());
        return json;
    }
}
