package io.lokivector.transport.rest;

import io.lokivector.spi.request.KeyRequest.ChangeKey;
import io.lokivector.spi.request.KeyRequest.CountKeys;
import io.lokivector.spi.request.KeyRequest.CreateKey;
import io.lokivector.spi.request.KeyRequest.GetKey;
import io.lokivector.spi.request.KeyRequest.ListKeys;
import io.lokivector.spi.request.KeyRequest.RevokeKey;
import io.lokivector.spi.request.KeyRequest.RotateKey;
import io.lokivector.spi.security.ApiKeys.IssuedKey;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API keys. */
@Path("api/keys")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class KeysResource {
    private static final String SAVE_IT = "Save this key now - it will not be shown again.";

    private final Dispatcher dispatcher;
    private final InstantSource clock;

    /** Made by Jersey, once. */
    @Inject
    public KeysResource(Dispatcher dispatcher, InstantSource clock) {
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /** Makes a key, and shows it this once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(JsonValue body) {
        final KeyBodies.Created wanted = Body.of(KeyBodies.Created.class, body);
        return dispatcher.ask(
                new CreateKey(wanted.key(clock.instant())),
                issued ->
                        Response.status(Response.Status.CREATED)
                                .entity(
                                        new JsonValue(
                                                shown(
                                                        issued,
                                                        "API key created successfully. "
                                                                + SAVE_IT))));
    }

    /** All keys, or those of one user. */
    @GET
    public Response list(@QueryParam("userId") @Nullable String userId) {
        return dispatcher.json(
                new ListKeys(),
                keys ->
                        keys.stream()
                                .filter(key -> userId == null || key.userId().equals(userId))
                                .map(KeyJson::of)
                                .toList());
    }

    /** Counts over all keys. */
    @GET
    @Path("stats")
    public Response statistics() {
        return dispatcher.json(
                new CountKeys(),
                counts -> {
                    final Map<String, Object> json = new LinkedHashMap<>();
                    json.put("total", counts.total());
                    json.put("active", counts.active());
                    json.put("expired", counts.expired());
                    json.put("revoked", counts.revoked());
                    json.put("usedToday", counts.usedToday());
                    return json;
                });
    }

    /** One key. */
    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return dispatcher.json(new GetKey(id), KeyJson::of);
    }

    /** Changes a key. */
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("id") String id, JsonValue body) {
        final KeyBodies.Changed wanted = Body.of(KeyBodies.Changed.class, body);
        return dispatcher.json(new ChangeKey(id, wanted.change(clock.instant())), KeyJson::of);
    }

    /** Makes a key useless. */
    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id) {
        return dispatcher.json(new RevokeKey(id), done -> Map.of("message", done.message()));
    }

    /** Gives a key a new secret, and shows it this once. */
    @POST
    @Path("{id}/rotate")
    public Response rotate(@PathParam("id") String id) {
        return dispatcher.json(
                new RotateKey(id), issued -> shown(issued, "API key rotated. " + SAVE_IT));
    }

    private static Map<String, Object> shown(IssuedKey issued, String message) {
        final Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", issued.key().id());
        json.put("key", issued.secret().reveal());
        json.put("message", message);
        return json;
    }
}
