package io.lokivector.engine.cache;

import io.lokivector.spi.extension.Meters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Meters whose values can be read. */
final class RecordingMeters implements Meters {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, String description, String... tags) {
        return amount -> counts.merge(name, amount, Long::sum);
    }

    @Override
    public Timer timer(String name, String description, String... tags) {
        return _ -> {};
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value, String... tags) {
        gauges.put(name, value);
    }

    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    double gauge(String name) {
        return gauges.get(name).getAsDouble();
    }
}
