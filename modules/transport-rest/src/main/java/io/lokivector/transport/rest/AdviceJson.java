package io.lokivector.transport.rest;

import io.lokivector.spi.request.IndexAdvice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Advice as clients see it. */
final class AdviceJson {
    private AdviceJson() {}

    static Map<String, @Nullable Object> of(IndexAdvice advice) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("recommendation", advice.recommendation());
        advice.recommended().ifPresent(point -> json.put("recommended", point));
        json.put("notes", advice.notes());
        json.put("field", advice.field());
        json.put("type", advice.type());
        json.put("vectors", advice.vectors());
        json.put("sample", advice.sample());
        json.put("recentQueries", advice.recentQueries());
        json.put("heldOutQueries", advice.heldOutQueries());
        json.put("k", advice.k());
        json.put("targetRecall", advice.targetRecall());
        json.put("complete", advice.isComplete());
        json.put("seconds", advice.seconds());
        json.put("points", advice.points().stream().map(AdviceJson::of).toList());
        return json;
    }

    private static Map<String, @Nullable Object> of(IndexAdvice.Point point) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("options", point.options());
        point.ef().ifPresent(ef -> json.put("ef", ef));
        json.put("recall", point.recall());
        json.put("queriesPerSecond", point.queriesPerSecond());
        json.put("bytesPerVector", point.bytesPerVector());
        json.put("bytesPerVectorByPart", point.bytesPerVectorByPart());
        json.put("buildSeconds", point.buildSeconds());
        json.put("pareto", point.isPareto());
        return json;
    }
}
