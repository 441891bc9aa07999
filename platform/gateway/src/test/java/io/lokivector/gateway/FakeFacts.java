package io.lokivector.gateway;

import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import io.lokivector.spi.request.ServerRequest.HealthReport;
import io.lokivector.spi.request.ServerRequest.MetricsReport;
import io.lokivector.spi.request.ServerRequest.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A server that is well. */
final class FakeFacts implements ServerFacts {
    static final HealthReport WELL =
            new HealthReport(true, "", Instant.EPOCH, Duration.ofSeconds(9), 1, 2, 3, 4, "1.0.0");

    @Override
    public StatusReport status(List<String> visibleCollections) {
        return new StatusReport("engine", "none", "1.0.0", visibleCollections);
    }

    @Override
    public HealthReport health() {
        return WELL;
    }

    @Override
    public MetricsReport metrics(Predicate<String> isVisible) {
        final List<String> visible =
                Stream.of("hr", "sales_eu", "sales_us").filter(isVisible).toList();
        return new MetricsReport("text/plain", "metrics of " + visible);
    }

    @Override
    public List<ExtensionInfo> extensions() {
        return List.of();
    }
}
