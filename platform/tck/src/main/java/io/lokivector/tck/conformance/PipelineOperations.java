package io.lokivector.tck.conformance;

import io.lokivector.spi.request.AggregateRequest.Statistics;
import io.lokivector.spi.request.FieldStatistics;
import io.lokivector.spi.request.TransformInfo;
import io.lokivector.spi.request.TransformRequest.AddTransform;
import io.lokivector.spi.request.TransformRequest.GetTransform;
import io.lokivector.spi.request.TransformRequest.RemoveTransform;
import io.lokivector.spi.request.TransformRequest.RunSteps;
import io.lokivector.spi.request.TransformRequest.RunTransform;
import io.lokivector.spi.request.TransformRequest.SetTransform;
import io.lokivector.spi.request.ViewRequest.BranchView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorded operations on transforms, joins and statistics. */
final class PipelineOperations {
    private final FeatureContext context;

    PipelineOperations(FeatureContext context) {
        this.context = context;
    }

    /** What is observed, or nothing if it is no such operation. */
    Optional<Map<String, @Nullable Object>> observe(Map<String, @Nullable Object> step) {
        final String collection = context.collection(step);
        final String name = String.valueOf(step.get("name"));
        return Optional.ofNullable(
                switch (String.valueOf(step.get("op"))) {
                    case "addTransform" -> {
                        context.ask(new AddTransform(collection, name, steps(step)));
                        yield FeatureContext.ok();
                    }
                    case "setTransform" -> {
                        context.ask(new SetTransform(collection, name, steps(step)));
                        yield FeatureContext.ok();
                    }
                    case "removeTransform" -> {
                        context.ask(new RemoveTransform(collection, name));
                        yield FeatureContext.ok();
                    }
                    case "getTransform" ->
                            result(
                                    context.ask(new GetTransform(collection, name))
                                            .map(TransformInfo::steps)
                                            .orElse(null));
                    case "transform" -> Map.of("ids", PlainValue.ids(transformed(step)));
                    case "viewBranch" -> Map.of("ids", PlainValue.ids(branched(step)));
                    case "transformDocs" -> result(transformed(step));
                    case "eqJoin" ->
                            result(
                                    context.ask(
                                            new RunSteps(collection, joinSteps(step), Map.of())));
                    case "stat" -> result(statistic(collection, step));
                    default -> null;
                });
    }

    private static Map<String, @Nullable Object> result(@Nullable Object result) {
        return Collections.singletonMap("result", result);
    }

    private static List<Map<String, @Nullable Object>> steps(Map<String, @Nullable Object> step) {
        return PlainValue.objects(step.get("transform"));
    }

    private List<Map<String, @Nullable Object>> transformed(Map<String, @Nullable Object> step) {
        final String collection = context.collection(step);
        final Map<String, @Nullable Object> params =
                PlainValue.object(step.getOrDefault("params", Map.of()));
        return context.ask(
                step.get("transform") instanceof final String name
                        ? new RunTransform(collection, name, params)
                        : new RunSteps(collection, steps(step), params));
    }

    private List<Map<String, @Nullable Object>> branched(Map<String, @Nullable Object> step) {
        final boolean isNamed = step.get("transform") instanceof String;
        return context.ask(
                new BranchView(
                        context.collection(step),
                        String.valueOf(step.get("view")),
                        isNamed
                                ? Optional.of(String.valueOf(step.get("transform")))
                                : Optional.empty(),
                        isNamed || !step.containsKey("transform") ? List.of() : steps(step),
                        PlainValue.object(step.getOrDefault("params", Map.of()))));
    }

    /** A join is a step among others: a find before it, a find and a sort after it. */
    private List<Map<String, @Nullable Object>> joinSteps(Map<String, @Nullable Object> step) {
        final List<Map<String, @Nullable Object>> steps = new ArrayList<>();
        if (step.containsKey("query")) {
            steps.add(find(step.get("query")));
        }
        final Map<String, @Nullable Object> join = new LinkedHashMap<>();
        join.put("type", "eqJoin");
        join.put(
                "joinData",
                step.containsKey("right")
                        ? context.named(step.get("right"))
                        : step.get("rightData"));
        join.put("leftJoinKey", step.get("leftKey"));
        join.put("rightJoinKey", step.get("rightKey"));
        if (step.containsKey("dataOptions")) {
            join.put("dataOptions", step.get("dataOptions"));
        }
        steps.add(join);
        if (step.containsKey("thenFind")) {
            steps.add(find(step.get("thenFind")));
        }
        if (step.containsKey("thenSort")) {
            final List<@Nullable Object> sort = PlainValue.list(step.get("thenSort"));
            final Map<String, @Nullable Object> sorting = new LinkedHashMap<>();
            sorting.put("type", "simplesort");
            sorting.put("property", sort.getFirst());
            sorting.put("desc", sort.size() > 1 && Boolean.TRUE.equals(sort.get(1)));
            steps.add(sorting);
        }
        return steps;
    }

    private static Map<String, @Nullable Object> find(@Nullable Object query) {
        final Map<String, @Nullable Object> find = new LinkedHashMap<>();
        find.put("type", "find");
        find.put("value", query);
        return find;
    }

    private @Nullable Object statistic(String collection, Map<String, @Nullable Object> step) {
        final String field = String.valueOf(step.get("field"));
        final FieldStatistics statistics = context.ask(new Statistics(collection, field, true));
        return switch (String.valueOf(step.get("fn"))) {
            case "avg" -> statistics.average().orElse(null);
            case "median" -> statistics.median().orElse(null);
            case "mode" -> statistics.mode().orElse(null);
            case "stdDev" -> statistics.standardDeviation().orElse(null);
            case "min" -> statistics.least().map(FieldStatistics.Extreme::value).orElse(null);
            case "max" -> statistics.greatest().map(FieldStatistics.Extreme::value).orElse(null);
            case "minRecord" -> statistics.least().map(PipelineOperations::record).orElse(null);
            case "maxRecord" -> statistics.greatest().map(PipelineOperations::record).orElse(null);
            case "extract" -> statistics.values().orElse(null);
            case "extractNumerical" ->
                    statistics
                            .values()
                            .map(values ->
                                    values.stream().filter(Number.class::isInstance).toList())
                            .orElse(null);
            default -> throw new AssertionError("no such statistic: " + step);
        };
    }

    private static Map<String, @Nullable Object> record(FieldStatistics.Extreme extreme) {
        return Map.of("index", extreme.id(), "value", Objects.requireNonNull(extreme.value()));
    }
}
