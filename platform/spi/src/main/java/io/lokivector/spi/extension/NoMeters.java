package io.lokivector.spi.extension;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Meters that measure nothing. */
enum NoMeters implements Meters, Meters.Counter, Meters.Timer {
    INSTANCE;

    @Override
    public Counter counter(String name, String description, String... tags) {
        return this;
    }

    @Override
    public Timer timer(String name, String description, String... tags) {
        return this;
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value, String... tags) {}

    @Override
    public void add(long amount) {}

    @Override
    public void record(Duration duration) {}
}
