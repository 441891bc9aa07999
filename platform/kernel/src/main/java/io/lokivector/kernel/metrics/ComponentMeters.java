package io.lokivector.kernel.metrics;

import io.lokivector.spi.extension.Meters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * One component's meters, all named {@code lokivector.*}.
 *
 * <p>Closing removes its gauges: they hold the component's own code, which must not outlive it.
 * Counts and times stay, as they hold numbers only.
 */
public final class ComponentMeters implements Meters, AutoCloseable {
    private static final String PREFIX = "lokivector.";

    private final MeterRegistry registry;
    private final Map<GaugeName, Meter> gauges = new ConcurrentHashMap<>();

    ComponentMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Counter counter(String name, String description, String... tags) {
        final io.micrometer.core.instrument.Counter counter =
                io.micrometer.core.instrument.Counter.builder(PREFIX + name)
                        .description(description)
                        .tags(tags)
                        .register(registry);
        return counter::increment;
    }

    @Override
    public Timer timer(String name, String description, String... tags) {
        final io.micrometer.core.instrument.Timer timer =
                io.micrometer.core.instrument.Timer.builder(PREFIX + name)
                        .description(description)
                        .tags(tags)
                        .register(registry);
        return timer::record;
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value, String... tags) {
        gauges.compute(
                new GaugeName(name, Tags.of(tags)),
                (key, old) -> {
                    if (old != null) {
                        registry.remove(old);
                    }
                    return io.micrometer.core.instrument.Gauge.builder(
                                    PREFIX + name, value, DoubleSupplier::getAsDouble)
                            .strongReference(true)
                            .description(description)
                            .tags(key.tags)
                            .register(registry);
                });
    }

    /** Removes the gauges; idempotent. */
    @Override
    public void close() {
        gauges.values().forEach(registry::remove);
        gauges.clear();
    }

    private record GaugeName(String name, Tags tags) {}
}
