package io.lokivector.transport.rest;

import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.SampledRecall;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collections and indexes as clients see them. */
final class CollectionJson {
    private CollectionJson() {}

    static Map<String, @Nullable Object> of(CollectionInfo collection) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", collection.name());
        json.put("count", collection.count());
        json.put("size", collection.sizeBytes());
        json.put("hasVectorIndex", collection.hasVectorIndex());
        json.put("createdAt", collection.createdAt().toEpochMilli());
        json.put("shards", collection.shards());
        json.put("indexes", collection.indexes().stream().map(CollectionJson::of).toList());
        json.put("options", collection.options());
        return json;
    }

    static Map<String, @Nullable Object> of(IndexInfo index) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("field", index.field());
        json.put("fields", index.fields());
        json.put("type", index.type());
        json.put("vector", index.isVector());
        json.put("state", index.state().name().toLowerCase(Locale.ROOT));
        json.put("reason", index.reason());
        json.put("progress", index.progress());
        json.put("size", index.size());
        json.put("memory", index.memoryBytes());
        json.put("memoryParts", index.memoryParts());
        json.put("statistics", index.statistics());
        json.put("options", index.options());
        index.recall().ifPresent(recall -> json.put("recall", of(recall)));
        index.switching().ifPresent(underWay -> json.put("switch", of(underWay)));
        return json;
    }

    private static Map<String, @Nullable Object> of(SampledRecall recall) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at10", recall.at10());
        json.put("samples", recall.samples());
        json.put("low", recall.low());
        json.put("high", recall.high());
        json.put("since", recall.since().toEpochMilli());
        return json;
    }

    private static Map<String, @Nullable Object> of(IndexSwitchInfo underWay) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "phase",
                switch (underWay.phase()) {
                    case BUILDING -> "building";
                    case COMPARING -> "comparing";
                    case CUT_OVER -> "cutOver";
                });
        json.put("verdict", underWay.verdict());
        json.put("before", of(underWay.before()));
        json.put("after", of(underWay.after()));
        json.put("minRecall", underWay.minRecall());
        json.put("automatic", underWay.automatic());
        json.put("memory", underWay.memoryBytes());
        underWay.keptUntil().ifPresent(until -> json.put("keptUntil", until.toEpochMilli()));
        return json;
    }

    private static Map<String, @Nullable Object> of(IndexSwitchInfo.Contender index) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", index.type());
        json.put("options", index.options());
        json.put("state", index.state().name().toLowerCase(Locale.ROOT));
        json.put("reason", index.reason());
        json.put("progress", index.progress());
        json.put("size", index.size());
        json.put("memory", index.memoryBytes());
        index.measured()
                .ifPresent(measured -> {
                    json.put("recallAt10", measured.recallAt10());
                    json.put("latencyMicros", measured.latencyMicros());
                    json.put("samples", measured.samples());
                    json.put("liveSamples", measured.liveSamples());
                });
        return json;
    }
}
