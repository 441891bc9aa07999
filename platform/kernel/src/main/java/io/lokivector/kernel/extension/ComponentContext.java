package io.lokivector.kernel.extension;

import io.lokivector.kernel.metrics.ComponentMeters;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.transport.TransportContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** What one component is given; closing it takes back what would outlive the component. */
public final class ComponentContext implements TransportContext, AutoCloseable {
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DataFiles files;
    private final ComponentExecutor executor;
    private final ComponentMeters meters;
    private final Map<Class<?>, Object> facilities;

    ComponentContext(
            InstantSource clock,
            RandomGenerator random,
            DataFiles files,
            ComponentExecutor executor,
            ComponentMeters meters,
            Map<Class<?>, Object> facilities) {
        this.clock = clock;
        this.random = random;
        this.files = files;
        this.executor = executor;
        this.meters = meters;
        this.facilities = Map.copyOf(facilities);
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public DataFiles files() {
        return files;
    }

    @Override
    public ScheduledExecutorService executor() {
        return executor;
    }

    @Override
    public Meters meters() {
        return meters;
    }

    @Override
    public <T> Optional<T> facility(Class<T> type) {
        return Optional.ofNullable(facilities.get(type)).map(type::cast);
    }

    /** Cancels the component's tasks and removes its gauges; idempotent. */
    @Override
    public void close() {
        executor.shutdown();
        meters.close();
    }
}
