package io.lokivector.transport.rest;

import io.lokivector.spi.request.AggregateRequest.Aggregate;
import io.lokivector.spi.request.AggregateRequest.Distinct;
import io.lokivector.spi.request.AggregateRequest.Statistics;
import io.lokivector.spi.request.FieldStatistics;
import io.lokivector.spi.schema.Property;
import io.lokivector.transport.rest.json.JsonValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What sums up the documents of a collection. */
@Path("collections/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public final class AggregationResource {
    private final Dispatcher dispatcher;

    /** Made by Jersey, once. */
    @Inject
    public AggregationResource(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Sends the documents through a pipeline. */
    @POST
    @Path("aggregate")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response aggregate(@PathParam("name") String collection, JsonValue body) {
        final Stages wanted = Body.of(Stages.class, body);
        return dispatcher.json(
                new Aggregate(
                        collection,
                        ObjectList.of(Body.required(wanted.pipeline(), "pipeline"), "pipeline")),
                rows -> rows);
    }

    /** The different values of a field. */
    @POST
    @Path("distinct")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response distinct(@PathParam("name") String collection, JsonValue body) {
        final DistinctField wanted = Body.of(DistinctField.class, body);
        return dispatcher.json(
                new Distinct(collection, wanted.field(), wanted.query()), values -> values);
    }

    /** Statistics of a field. */
    @GET
    @Path("stats")
    public Response statistics(
            @PathParam("name") String collection,
            @QueryParam("field") @DefaultValue("") String field,
            @QueryParam("values") @DefaultValue("false") String values) {
        if (field.isEmpty()) {
            throw Body.bad("field is required: stats?field=price");
        }
        if (!values.equals("true") && !values.equals("false")) {
            throw Body.bad("values must be true or false, not '" + values + "'");
        }
        return dispatcher.json(
                new Statistics(collection, field, values.equals("true")),
                AggregationResource::json);
    }

    private static Map<String, @Nullable Object> json(FieldStatistics statistics) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("field", statistics.field());
        json.put("documents", statistics.documents());
        json.put("numbers", statistics.numbers());
        json.put("avg", statistics.average().orElse(null));
        json.put("median", statistics.median().orElse(null));
        json.put("mode", statistics.mode().orElse(null));
        json.put("stdDev", statistics.standardDeviation().orElse(null));
        json.put("min", statistics.least().map(FieldStatistics.Extreme::value).orElse(null));
        json.put("max", statistics.greatest().map(FieldStatistics.Extreme::value).orElse(null));
        json.put("minRecord", statistics.least().map(AggregationResource::json).orElse(null));
        json.put("maxRecord", statistics.greatest().map(AggregationResource::json).orElse(null));
        statistics.values().ifPresent(values -> json.put("values", values));
        return json;
    }

    private static Map<String, Object> json(FieldStatistics.Extreme extreme) {
        return Map.of("index", extreme.id(), "value", extreme.value());
    }

    /**
     * An aggregation.
     *
     * @param pipeline its stages
     */
    public record Stages(
            @Property(description = "The stages: {\"$match\": …}, {\"$group\": …} and so on.")
                    Optional<List<Object>> pipeline) {}

    /**
     * Whose different values are wanted.
     *
     * @param field a dotted path
     * @param query in which documents
     */
    public record DistinctField(
            @Property(description = "The path of the field.", min = 1) String field,
            @Property(description = "In which documents; in all if it is left out.")
                    Map<String, @Nullable Object> query) {}
}
