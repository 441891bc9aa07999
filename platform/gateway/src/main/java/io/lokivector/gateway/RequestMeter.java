package io.lokivector.gateway;

import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Times requests by their kind and outcome. Thread-safe. */
final class RequestMeter {
    private final Meters meters;

    /** Bounded: as many as there are kinds of requests times error codes. */
    private final Map<Series, Meters.Timer> timers = new ConcurrentHashMap<>();

    RequestMeter(Meters meters) {
        this.meters = meters;
    }

    void record(Request<?> request, Outcome<?> outcome, Duration duration) {
        timers.computeIfAbsent(new Series(request.name(), labelOf(outcome)), this::timer)
                .record(duration);
    }

    private Meters.Timer timer(Series series) {
        return meters.timer(
                "gateway.requests",
                "How long requests took, by kind and outcome",
                "request",
                series.request(),
                "outcome",
                series.outcome());
    }

    private static String labelOf(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Answered<?> _ -> "ok";
            case final Outcome.Refused<?> refused ->
                    refused.problem().code().name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }

    private record Series(String request, String outcome) {}
}
