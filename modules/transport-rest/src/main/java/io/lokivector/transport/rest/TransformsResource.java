package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.TransformInfo;
import io.lokivector.spi.request.TransformRequest.AddTransform;
import io.lokivector.spi.request.TransformRequest.GetTransform;
import io.lokivector.spi.request.TransformRequest.ListTransforms;
import io.lokivector.spi.request.TransformRequest.RemoveTransform;
import io.lokivector.spi.request.TransformRequest.RunSteps;
import io.lokivector.spi.request.TransformRequest.RunTransform;
import io.lokivector.spi.request.TransformRequest.SetTransform;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transforms of a collection. */
@Path("collections/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class TransformsResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public TransformsResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** The transforms there are. */
    @GET
    @Path("transforms")
    public Response list(@PathParam("name") String collection) {
        return dispatcher.json(
                new ListTransforms(collection),
                transforms -> transforms.stream().map(TransformsResource::json).toList());
    }

    /** Keeps a transform under a name that is free. */
    @POST
    @Path("transforms")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(@PathParam("name") String collection, JsonValue body) {
        final NewTransform wanted = Body.of(NewTransform.class, body);
        return dispatcher.ask(
                new AddTransform(collection, wanted.name(), steps(wanted.steps())),
                added ->
                        Response.status(Response.Status.CREATED)
                                .entity(new JsonValue(json(added))));
    }

    /** One transform. */
    @GET
    @Path("transforms/{transform}")
    public Response get(
            @PathParam("name") String collection, @PathParam("transform") String transform) {
        return dispatcher.json(
                new GetTransform(collection, transform),
                found ->
                        json(
                                found.orElseThrow(() ->
                                        new LokiVectorException(
                                                ErrorCode.NOT_FOUND,
                                                "no transform has the name '" + transform + "'"))));
    }

    /** Keeps a transform under a name, in the place of the one that may be there. */
    @PUT
    @Path("transforms/{transform}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response set(
            @PathParam("name") String collection,
            @PathParam("transform") String transform,
            JsonValue body) {
        final Steps wanted = Body.of(Steps.class, body);
        return dispatcher.json(
                new SetTransform(collection, transform, steps(wanted.steps())),
                TransformsResource::json);
    }

    /** Forgets a transform. */
    @DELETE
    @Path("transforms/{transform}")
    public Response remove(
            @PathParam("name") String collection, @PathParam("transform") String transform) {
        return dispatcher.json(
                new RemoveTransform(collection, transform),
                done -> Map.of("message", done.message()));
    }

    /** Runs a transform. */
    @POST
    @Path("transforms/{transform}/run")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response run(
            @PathParam("name") String collection,
            @PathParam("transform") String transform,
            JsonValue body) {
        final Parameters wanted = Body.of(Parameters.class, body);
        return dispatcher.json(
                new RunTransform(collection, transform, wanted.params()), rows -> rows);
    }

    /** Runs steps. */
    @POST
    @Path("transform")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response run(@PathParam("name") String collection, JsonValue body) {
        final ParametrisedSteps wanted = Body.of(ParametrisedSteps.class, body);
        return dispatcher.json(
                new RunSteps(collection, ObjectList.of(wanted.steps(), "steps"), wanted.params()),
                rows -> rows);
    }

    /** Left out, they must not quietly become none. */
    private static List<Map<String, @Nullable Object>> steps(Optional<List<Object>> steps) {
        return ObjectList.of(Body.required(steps, "steps"), "steps");
    }

    private static Map<String, @Nullable Object> json(TransformInfo transform) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", transform.name());
        json.put("steps", transform.steps());
        return json;
    }

    /**
     * A transform to be kept.
     *
     * @param name what it is to be called
     * @param steps what it does
     */
    public record NewTransform(
            @Property(description = "What the transform is to be called.", min = 1) String name,
            @Property(description = "Its steps: {\"type\": \"find\", \"value\": …} and so on.")
                    Optional<List<Object>> steps) {}

    /**
     * What a transform does.
     *
     * @param steps one after the other
     */
    public record Steps(
            @Property(description = "Its steps: {\"type\": \"find\", \"value\": …} and so on.")
                    Optional<List<Object>> steps) {}

    /**
     * What a kept transform is to be run with.
     *
     * @param params by name
     */
    public record Parameters(
            @Property(description = "What stands for the texts \"[%lktxp]name\" in the steps.")
                    Map<String, @Nullable Object> params) {}

    /**
     * Steps to be run.
     *
     * @param steps one after the other
     * @param params by name
     */
    public record ParametrisedSteps(
            @Property(description = "The steps: {\"type\": \"find\", \"value\": …} and so on.")
                    List<Object> steps,
            @Property(description = "What stands for the texts \"[%lktxp]name\" in the steps.")
                    Map<String, @Nullable Object> params) {}
}
