package io.lokivector.kernel.lifecycle;

import io.lokivector.engine.Engine;
import io.lokivector.engine.Resolved;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.storage.DurableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An engine without collections: enough for whoever starts and stops one. */
final class MemoryEngine implements Engine {
    private final List<String> events;

    MemoryEngine(List<String> events) {
        this.events = events;
        events.add("engine opened");
    }

    @Override
    public <R> R execute(OnCollection<R> request) {
        throw new LokiVectorException(ErrorCode.NOT_FOUND, "there are no collections");
    }

    @Override
    public <R> Resolved<R> resolve(OnCollection<R> request) {
        return Resolved.asItIs(request);
    }

    @Override
    public <R> R execute(ChangeRequest<R> request, Predicate<String> visible) {
        throw new LokiVectorException(ErrorCode.NOT_FOUND, "there are no changes");
    }

    @Override
    public List<CollectionInfo> collections() {
        return List.of();
    }

    @Override
    public DurableMap durableMap(String owner) {
        final Map<String, byte[]> entries = new TreeMap<>();
        return new DurableMap() {
            @Override
            public Optional<byte[]> get(String key) {
                return Optional.ofNullable(entries.get(key));
            }

            @Override
            public void put(String key, byte[] value) {
                entries.put(key, value);
            }

            @Override
            public void remove(String key) {
                entries.remove(key);
            }

            @Override
            public Map<String, byte[]> entries() {
                return Map.copyOf(entries);
            }
        };
    }

    @Override
    public void close() {
        events.add("engine closed");
    }
}
