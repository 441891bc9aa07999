package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request about the server itself.
 *
 * @param <R> what it answers
 */
public sealed interface ServerRequest<R> extends Request<R> {
    /** What server this is; shows the collections the caller may see. */
    record Status() implements ServerRequest<StatusReport> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.empty();
        }
    }

    /** What server this is. */
    record StatusReport(
            String engine, String role, String version, List<String> visibleCollections) {}

    /** How the server is. */
    record Health() implements ServerRequest<HealthReport> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.empty();
        }
    }

    /**
     * How the server is.
     *
     * @param isReady whether it takes requests
     * @param reason in plain words, why it is not ready; blank if it is
     */
    record HealthReport(
            boolean isReady,
            String reason,
            Instant time,
            Duration uptime,
            long heapUsedBytes,
            long heapMaxBytes,
            int collections,
            long documents,
            String version) {}

    /** All measurements. */
    record Metrics() implements ServerRequest<MetricsReport> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.empty();
        }
    }

    /** All measurements in the Prometheus text format. */
    record MetricsReport(String contentType, String text) {}

    /** Lists the collections the caller may see. */
    record ListCollections() implements ServerRequest<List<CollectionInfo>> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** Lists modules and plugins. */
    record ListExtensions() implements ServerRequest<List<ExtensionInfo>> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.ADMIN);
        }
    }

    /**
     * A module or plugin.
     *
     * @param id the symbolic name of the bundle, or the id of the plugin; the file's name if that
     *     could not be read
     * @param origin {@code module}, {@code plugin} or {@code class-path}
     * @param state what became of it
     * @param reason in plain words, why it is not running; blank if it is
     * @param file the name of the file it came from; blank if from none
     * @param provides what it fills, for example {@code storage-engine:file}
     */
    record ExtensionInfo(
            String id,
            String version,
            String origin,
            ExtensionState state,
            String reason,
            String file,
            List<String> provides) {
        public ExtensionInfo {
            provides = List.copyOf(provides);
        }
    }

    /** What became of a module or plugin. */
    enum ExtensionState {
        /** It runs. */
        ACTIVE,
        /** It was read, and waits for something it needs. */
        WAITING,
        /** It failed, and is kept out of the way. */
        QUARANTINED,
        /** It was switched off. */
        DISABLED
    }
}
