package io.lokivector.transport.rest;

import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.IndexSwitchRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a switch of an index travels.
 *
 * @param route below the index
 * @param body null if it needs none
 */
record SwitchWire(String route, Map<String, Object> body) {
    static SwitchWire of(IndexSwitchRequest request) {
        return switch (request) {
            case IndexSwitchRequest.StartIndexSwitch(_, _, var options) ->
                    new SwitchWire("/switch", body(options));
            case IndexSwitchRequest.CutOverIndexSwitch _ -> new SwitchWire("/switch/cutover", null);
            case IndexSwitchRequest.RollBackIndexSwitch _ ->
                    new SwitchWire("/switch/rollback", null);
            case IndexSwitchRequest.CommitIndexSwitch _ -> new SwitchWire("/switch/commit", null);
        };
    }

    private static Map<String, Object> body(IndexSwitchOptions options) {
        final Map<String, Object> body = new LinkedHashMap<>();
        options.type().ifPresent(type -> body.put("type", type));
        body.put("options", options.options());
        body.put("minRecall", options.minRecall());
        body.put("automatic", options.automatic());
        body.put("keepOld", options.keepOld().toSeconds() + "s");
        return body;
    }

    static IndexSwitchInfo info(Object value) {
        final Map<String, Object> body = WireReader.object(value);
        return new IndexSwitchInfo(
                switch (String.valueOf(body.get("phase"))) {
                    case "building" -> IndexSwitchInfo.Phase.BUILDING;
                    case "comparing" -> IndexSwitchInfo.Phase.COMPARING;
                    default -> IndexSwitchInfo.Phase.CUT_OVER;
                },
                contender(body.get("before")),
                contender(body.get("after")),
                real(body, "minRecall"),
                (Boolean) body.get("automatic"),
                String.valueOf(body.get("verdict")),
                whole(body, "memory"),
                Optional.ofNullable(body.get("keptUntil"))
                        .map(ms -> Instant.ofEpochMilli(((Number) ms).longValue())));
    }

    private static IndexSwitchInfo.Contender contender(Object value) {
        final Map<String, Object> body = WireReader.object(value);
        return new IndexSwitchInfo.Contender(
                String.valueOf(body.get("type")),
                WireReader.object(body.get("options")),
                IndexInfo.State.valueOf(String.valueOf(body.get("state")).toUpperCase(Locale.ROOT)),
                String.valueOf(body.get("reason")),
                real(body, "progress"),
                whole(body, "size"),
                whole(body, "memory"),
                body.containsKey("recallAt10")
                        ? Optional.of(
                                new IndexSwitchInfo.Measured(
                                        real(body, "recallAt10"),
                                        real(body, "latencyMicros"),
                                        (int) whole(body, "samples"),
                                        (int) whole(body, "liveSamples")))
                        : Optional.empty());
    }

    private static double real(Map<String, Object> body, String name) {
        return ((Number) body.get(name)).doubleValue();
    }

    private static long whole(Map<String, Object> body, String name) {
        return ((Number) body.get(name)).longValue();
    }
}
