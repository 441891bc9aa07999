package io.lokivector.transport.rest;

import io.lokivector.http.HttpHost;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.spi.transport.Transport;
import io.lokivector.spi.transport.TransportBinding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Serves the REST API on the server's HTTP port. */
final class RestTransport implements Transport {
    private final RestConfig config;
    private final HttpHost host;
    private final RandomGenerator random;
    private final InstantSource clock;

    private @Nullable Binding binding;
    private boolean isClosed;

    RestTransport(RestConfig config, HttpHost host, RandomGenerator random, InstantSource clock) {
        this.config = config;
        this.host = host;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public synchronized TransportBinding start(RequestHandler requests) {
        if (isClosed || binding != null) {
            throw new IllegalStateException("a transport starts once");
        }
        final CallGate gate = new CallGate();
        final HttpHost.Mount mount =
                host.mount(
                        new RestContext(
                                config, requests, new CallReader(config, random), gate, clock));
        binding =
                new Binding(
                        host.address() + (config.path().equals("/") ? "" : config.path()),
                        gate,
                        mount);
        return binding;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (binding != null) {
            binding.gate.shut();
            binding.mount.close();
            binding = null;
        }
    }

    /** The API while it is served. */
    private record Binding(String address, CallGate gate, HttpHost.Mount mount)
            implements TransportBinding {
        @Override
        public boolean drain(Duration atMost) {
            gate.shut();
            return gate.awaitEmpty(atMost);
        }
    }
}
