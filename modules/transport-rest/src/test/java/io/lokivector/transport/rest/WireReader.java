package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.request.AdviceRun;
import io.lokivector.spi.request.CacheInfo;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.FieldStatistics;
import io.lokivector.spi.request.IndexAdvice;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SampledRecall;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.TransformInfo;
import io.lokivector.spi.schema.Durations;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Secret;
import io.lokivector.spi.transport.Problem;
import io.lokivector.transport.rest.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a client reads out of the bodies of answers. */
final class WireReader {
    private WireReader() {}

    static Problem problem(Optional<Map<String, Object>> answer) {
        final Map<String, Object> body = answer.orElse(Map.of());
        final Object message = body.getOrDefault("message", body.get("error"));
        return new Problem(
                ErrorCode.valueOf(text(body, "code")),
                String.valueOf(message),
                JsonValue.objectIn(body.get("details")).orElse(Map.of()));
    }

    static boolean isHealthReport(Object value) {
        return JsonValue.objectIn(value).filter(body -> body.containsKey("uptime")).isPresent();
    }

    static ServerRequest.StatusReport status(Object value) {
        final Map<String, Object> body = object(value);
        return new ServerRequest.StatusReport(
                text(body, "engine"),
                text(body, "role"),
                text(body, "version"),
                texts(body.get("collections")));
    }

    static ServerRequest.HealthReport health(Object value) {
        final Map<String, Object> body = object(value);
        final Map<String, Object> memory = object(body.get("memory"));
        return new ServerRequest.HealthReport(
                "healthy".equals(body.get("status")),
                String.valueOf(body.getOrDefault("reason", "")),
                time(body, "timestamp").orElseThrow(),
                Duration.ofMillis(Math.round(((Number) body.get("uptime")).doubleValue() * 1_000)),
                number(memory, "heapUsed"),
                number(memory, "heapMax"),
                (int) number(body, "collections"),
                number(body, "documents"),
                text(body, "version"));
    }

    static List<CollectionInfo> collections(Object value) {
        return each(value, WireReader::collection);
    }

    static CacheInfo cache(Object value) {
        return new CacheInfo(
                (int) number(value, "capacity"),
                number(value, "entries"),
                number(value, "bytes"),
                number(value, "hits"),
                number(value, "misses"));
    }

    static List<TransformInfo> transforms(Object value) {
        return each(value, WireReader::transform);
    }

    static TransformInfo transform(Object value) {
        final Map<String, Object> body = object(value);
        return new TransformInfo(text(body, "name"), documents(body.get("steps")));
    }

    static FieldStatistics statistics(Object value) {
        final Map<String, Object> body = object(value);
        return new FieldStatistics(
                text(body, "field"),
                number(body, "documents"),
                number(body, "numbers"),
                decimal(body, "avg"),
                decimal(body, "median"),
                Optional.ofNullable(text(body, "mode")),
                decimal(body, "stdDev"),
                extreme(body.get("minRecord")),
                extreme(body.get("maxRecord")),
                Optional.ofNullable((List<?>) body.get("values")).map(ArrayList<Object>::new));
    }

    private static Optional<Double> decimal(Map<String, Object> body, String key) {
        return Optional.ofNullable((Number) body.get(key)).map(Number::doubleValue);
    }

    private static Optional<FieldStatistics.Extreme> extreme(Object value) {
        return JsonValue.objectIn(value)
                .map(body ->
                        new FieldStatistics.Extreme(
                                number(body, "index"), (Number) body.get("value")));
    }

    static CollectionInfo collection(Object value) {
        final Map<String, Object> body = object(value);
        return new CollectionInfo(
                text(body, "name"),
                number(body, "count"),
                number(body, "size"),
                (int) number(body, "shards"),
                time(body, "createdAt").orElseThrow(),
                indexes(body.get("indexes")),
                object(body.get("options")));
    }

    static ChangePage changes(Object value) {
        final Map<String, Object> body = object(value);
        return new ChangePage(
                each(body.get("changes"), WireReader::change),
                number(body, "oldest"),
                number(body, "last"),
                (Boolean) body.get("hasMore"));
    }

    static Change change(Object value) {
        final Map<String, Object> body = object(value);
        return new Change(
                number(body, "sequence"),
                time(body, "time").orElseThrow(),
                text(body, "name"),
                Change.Operation.of(text(body, "operation").charAt(0)),
                number(body, "id"),
                number(body, "revision"),
                JsonValue.objectIn(body.get("obj")),
                body.containsKey("delta"));
    }

    static List<IndexInfo> indexes(Object value) {
        return each(value, WireReader::index);
    }

    static IndexInfo createdIndex(Object value) {
        return index(object(value).get("index"));
    }

    static IndexInfo index(Object value) {
        final Map<String, Object> body = object(value);
        return new IndexInfo(
                text(body, "field"),
                texts(body.get("fields")),
                text(body, "type"),
                (Boolean) body.get("vector"),
                IndexInfo.State.valueOf(text(body, "state").toUpperCase(Locale.ROOT)),
                text(body, "reason"),
                ((Number) body.get("progress")).doubleValue(),
                number(body, "size"),
                number(body, "memory"),
                parts(body.get("memoryParts")),
                object(body.get("statistics")),
                object(body.get("options")),
                Optional.ofNullable(body.get("recall")).map(WireReader::recall),
                Optional.ofNullable(body.get("switch")).map(SwitchWire::info));
    }

    private static Map<String, Long> parts(Object value) {
        return object(value).entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, part -> ((Number) part.getValue()).longValue()));
    }

    /** An advice that is there: whatever travelled before it has been read over. */
    static AdviceRun advice(Object value) {
        final Map<String, Object> body = object(value);
        final IndexAdvice advice =
                new IndexAdvice(
                        text(body, "field"),
                        text(body, "type"),
                        number(body, "vectors"),
                        (int) number(body, "sample"),
                        (int) number(body, "recentQueries"),
                        (int) number(body, "heldOutQueries"),
                        (int) number(body, "k"),
                        share(body, "targetRecall"),
                        each(body.get("points"), WireReader::point),
                        Optional.ofNullable(body.get("recommended"))
                                .map(point -> ((Number) point).intValue()),
                        text(body, "recommendation"),
                        texts(body.get("notes")),
                        (Boolean) body.get("complete"),
                        share(body, "seconds"));
        return new AdviceRun() {
            @Override
            public Optional<IndexAdvice> await(Duration atMost) {
                return Optional.of(advice);
            }

            @Override
            public void close() {}
        };
    }

    private static IndexAdvice.Point point(Object value) {
        final Map<String, Object> body = object(value);
        return new IndexAdvice.Point(
                object(body.get("options")),
                Optional.ofNullable(body.get("ef")).map(ef -> ((Number) ef).intValue()),
                share(body, "recall"),
                share(body, "queriesPerSecond"),
                share(body, "bytesPerVector"),
                object(body.get("bytesPerVectorByPart")).entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        part -> ((Number) part.getValue()).doubleValue())),
                share(body, "buildSeconds"),
                (Boolean) body.get("pareto"));
    }

    private static double share(Map<String, Object> body, String name) {
        return ((Number) body.get(name)).doubleValue();
    }

    private static SampledRecall recall(Object value) {
        final Map<String, Object> body = object(value);
        return new SampledRecall(
                share(body, "at10"),
                (int) number(body, "samples"),
                share(body, "low"),
                share(body, "high"),
                Instant.ofEpochMilli(number(body, "since")));
    }

    static List<ServerRequest.ExtensionInfo> extensions(Object value) {
        return each(
                value,
                each -> {
                    final Map<String, Object> body = object(each);
                    return new ServerRequest.ExtensionInfo(
                            text(body, "id"),
                            text(body, "version"),
                            text(body, "origin"),
                            ServerRequest.ExtensionState.valueOf(
                                    text(body, "state").toUpperCase(Locale.ROOT)),
                            text(body, "reason"),
                            text(body, "file"),
                            texts(body.get("provides")));
                });
    }

    static List<Map<String, Object>> documents(Object value) {
        return each(value, WireReader::object);
    }

    static List<List<Map<String, Object>>> documentLists(Object value) {
        return each(value, WireReader::documents);
    }

    static DocumentRequest.Inserted inserted(Object value) {
        return new DocumentRequest.Inserted(
                each(object(value).get("ids"), id -> ((Number) id).longValue()));
    }

    static DocumentRequest.Imported imported(Object value) {
        return new DocumentRequest.Imported(number(value, "count"));
    }

    static Done done(Object value) {
        return new Done(text(object(value), "message"));
    }

    static List<ApiKey> keys(Object value) {
        return each(value, WireReader::key);
    }

    static ApiKey key(Object value) {
        final Map<String, Object> body = object(value);
        final Map<String, Object> metadata = object(body.get("metadata"));
        return new ApiKey(
                text(body, "id"),
                text(body, "userId"),
                text(body, "prefix"),
                time(body, "createdAt").orElseThrow(),
                time(body, "expiresAt"),
                time(body, "revokedAt"),
                time(body, "lastUsed"),
                permissions(object(body.get("permissions"))),
                text(metadata, "name"),
                text(metadata, "description"));
    }

    static ApiKeys.IssuedKey issued(Object key, Map<?, ?> answer) {
        return new ApiKeys.IssuedKey(key(key), Secret.of(String.valueOf(answer.get("key"))));
    }

    static ApiKeys.Statistics keyStatistics(Object value) {
        return new ApiKeys.Statistics(
                (int) number(value, "total"),
                (int) number(value, "active"),
                (int) number(value, "expired"),
                (int) number(value, "revoked"),
                (int) number(value, "usedToday"));
    }

    private static Permissions permissions(Map<String, Object> body) {
        final Set<Operation> operations =
                texts(body.get("operations")).stream()
                        .map(name -> Operation.ofWireName(name).orElseThrow())
                        .collect(Collectors.toSet());
        return new Permissions(
                texts(body.get("collections")),
                operations,
                JsonValue.objectIn(body.get("rateLimit"))
                        .map(limit ->
                                new RateLimit(
                                        (int) number(limit, "requests"),
                                        Durations.parse(text(limit, "window")).orElseThrow())));
    }

    static Map<String, Object> object(Object value) {
        return JsonValue.objectIn(value).orElseThrow();
    }

    static long number(Object value, String key) {
        return ((Number) object(value).get(key)).longValue();
    }

    private static String text(Map<String, Object> body, String key) {
        return (String) body.get(key);
    }

    private static Optional<Instant> time(Map<String, Object> body, String key) {
        return Optional.ofNullable((Number) body.get(key))
                .map(millis -> Instant.ofEpochMilli(millis.longValue()));
    }

    private static List<String> texts(Object value) {
        return each(value, String::valueOf);
    }

    private static <T> List<T> each(Object value, Function<Object, T> reader) {
        return ((List<?>) value).stream().<T>map(reader::apply).toList();
    }
}
