package io.lokivector.gateway;

import io.lokivector.engine.Engine;
import io.lokivector.engine.Resolved;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.storage.DurableMap;
import io.lokivector.tck.security.MemoryDurableMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** An engine that notes what reaches it, and answers as it is told to. */
final class FakeEngine implements Engine {
    static final String ANSWER = "the engine's answer";

    final List<OnCollection<?>> reached = Collections.synchronizedList(new ArrayList<>());

    /** What was asked about changes. */
    final List<ChangeRequest<?>> asked = Collections.synchronizedList(new ArrayList<>());

    /** What happens when a request is carried out. */
    volatile Function<OnCollection<?>, Object> behaviour = _ -> ANSWER;

    @Override
    @SuppressWarnings("unchecked") // The gateway hands answers on without looking at them.
    public <R> R execute(OnCollection<R> request) {
        reached.add(request);
        return (R) behaviour.apply(request);
    }

    /** What requests turn out to take. */
    volatile Function<OnCollection<?>, Resolved<?>> resolution = Resolved::asItIs;

    @Override
    @SuppressWarnings("unchecked") // The tests resolve each request to one of its kind.
    public <R> Resolved<R> resolve(OnCollection<R> request) {
        return (Resolved<R>) resolution.apply(request);
    }

    @Override
    @SuppressWarnings("unchecked") // The gateway hands answers on without looking at them.
    public <R> R execute(ChangeRequest<R> request, Predicate<String> visible) {
        asked.add(request);
        return (R)
                collections().stream()
                        .map(CollectionInfo::name)
                        .filter(visible)
                        .toList()
                        .toString();
    }

    @Override
    public List<CollectionInfo> collections() {
        return List.of(info("hr"), info("sales_eu"), info("sales_us"));
    }

    private static CollectionInfo info(String name) {
        return new CollectionInfo(name, 1, 10, 1, Instant.EPOCH, List.of(), Map.of());
    }

    @Override
    public DurableMap durableMap(String owner) {
        return new MemoryDurableMap();
    }

    @Override
    public void close() {}
}
