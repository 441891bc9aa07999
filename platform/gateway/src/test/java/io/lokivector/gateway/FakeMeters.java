package io.lokivector.gateway;

import io.lokivector.spi.extension.Meters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Notes the name and tags of every duration recorded. */
final class FakeMeters implements Meters {
    final List<String> recorded = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Counter counter(String name, String description, String... tags) {
        return _ -> {};
    }

    @Override
    public Timer timer(String name, String description, String... tags) {
        return _ -> recorded.add(name + " " + String.join(" ", tags));
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value, String... tags) {}
}
