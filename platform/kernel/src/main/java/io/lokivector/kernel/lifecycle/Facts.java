package io.lokivector.kernel.lifecycle;

import io.lokivector.engine.Engine;
import io.lokivector.gateway.ServerFacts;
import io.lokivector.kernel.metrics.Measurements;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import io.lokivector.spi.request.ServerRequest.HealthReport;
import io.lokivector.spi.request.ServerRequest.MetricsReport;
import io.lokivector.spi.request.ServerRequest.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the server knows about itself. Thread-safe. */
final class Facts implements ServerFacts {
    private final String version;
    private final InstantSource clock;
    private final Instant startedAt;
    private final Database database;
    private final Measurements measurements;
    private final Supplier<List<ExtensionInfo>> extensions;

    Facts(
            String version,
            InstantSource clock,
            Database database,
            Measurements measurements,
            Supplier<List<ExtensionInfo>> extensions) {
        this.version = version;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.database = database;
        this.measurements = measurements;
        this.extensions = extensions;
    }

    @Override
    public StatusReport status(List<String> visibleCollections) {
        return new StatusReport("LokiVector", "standalone", version, visibleCollections);
    }

    @Override
    public HealthReport health() {
        final Runtime jvm = Runtime.getRuntime();
        final List<CollectionInfo> collections = collections();
        final String reason = database.whyClosed();
        return new HealthReport(
                reason.isEmpty(),
                reason,
                clock.instant(),
                uptime(),
                jvm.totalMemory() - jvm.freeMemory(),
                jvm.maxMemory(),
                collections.size(),
                documents(collections),
                version);
    }

    private Duration uptime() {
        return Duration.between(startedAt, clock.instant());
    }

    private List<CollectionInfo> collections() {
        return database.engine().map(Engine::collections).orElse(List.of());
    }

    private static long documents(List<CollectionInfo> collections) {
        return collections.stream().mapToLong(CollectionInfo::count).sum();
    }

    @Override
    public MetricsReport metrics(Predicate<String> isVisible) {
        final List<CollectionInfo> collections = collections();
        final StringBuilder text = new StringBuilder(measurements.text());
        // These three names are promised as they are; the registry would rename a gauge "_total".
        gauge(text, "lokivector_collections_total", "Number of collections", collections.size());
        gauge(text, "lokivector_documents_total", "Number of documents", documents(collections));
        gauge(
                text,
                "lokivector_uptime_seconds",
                "Time since the start",
                uptime().toMillis() / 1000.0);
        RecallMetrics.append(text, collections, isVisible);
        return new MetricsReport(Measurements.CONTENT_TYPE, text.toString());
    }

    private static void gauge(StringBuilder text, String name, String description, double value) {
        text.append("# HELP ").append(name).append(' ').append(description).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
        text.append(name).append(' ').append(value).append('\n');
    }

    @Override
    public List<ExtensionInfo> extensions() {
        return extensions.get();
    }
}
