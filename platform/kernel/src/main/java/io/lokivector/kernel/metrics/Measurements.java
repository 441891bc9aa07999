package io.lokivector.kernel.metrics;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** All measurements of the server, and their Prometheus text. Thread-safe. */
public final class Measurements implements AutoCloseable {
    /** The content type of {@link #text()}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /** Starts with no measurement. */
    public Measurements() {
        this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    /** The meters of one component, which can be taken away together. */
    public ComponentMeters component() {
        return new ComponentMeters(registry);
    }

    /** Measures the JVM and its process from now on. */
    public void measureJvm() {
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        garbageCollection)
                .forEach(binder -> binder.bindTo(registry));
    }

    /** Everything measured, in the Prometheus text format. */
    public String text() {
        return registry.scrape();
    }

    /** Measures no longer; idempotent. */
    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
