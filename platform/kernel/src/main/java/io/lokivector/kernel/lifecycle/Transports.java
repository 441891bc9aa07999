package io.lokivector.kernel.lifecycle;

import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.extension.ExtensionRegistry.Offer;
import io.lokivector.kernel.configuration.Configuration;
import io.lokivector.kernel.extension.PlainReason;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.spi.transport.Transport;
import io.lokivector.spi.transport.TransportBinding;
import io.lokivector.spi.transport.TransportFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every transport that is installed and not switched off, one of each type. Thread-safe. */
final class Transports implements ExtensionRegistry.Listener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Transports.class.getName());
    private static final Duration LEAVING_DRAIN = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final ExtensionRegistry registry;
    private final Components components;
    private final RequestHandler requests;
    private final Map<Class<?>, Object> facilities;
    private final Map<String, Started> started = new LinkedHashMap<>();
    private boolean isOpen;

    Transports(
            Configuration configuration,
            ExtensionRegistry registry,
            Components components,
            RequestHandler requests,
            Map<Class<?>, Object> facilities) {
        this.configuration = configuration;
        this.registry = registry;
        this.components = components;
        this.requests = requests;
        this.facilities = facilities;
    }

    private record Started(Component<Transport> transport, TransportBinding binding) {}

    /**
     * Starts all of them.
     *
     * @throws LokiVectorException if one cannot start as configured
     */
    synchronized void open() {
        isOpen = true;
        for (final Offer<?> offer : offers()) {
            start(offer);
        }
        for (final String type : configuration.componentTypes("transports")) {
            if (!started.containsKey(type) && isExplicitlyEnabled(type)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "transports.{0} is enabled, but no transport of that type is installed",
                        type);
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // A class literal cannot carry its parameter.
    private List<Offer<?>> offers() {
        return registry.offers((Class) TransportFactory.class);
    }

    private boolean isExplicitlyEnabled(String type) {
        return switchOf(type).orElse(false);
    }

    private boolean isSwitchedOff(String type) {
        return !switchOf(type).orElse(true);
    }

    private Optional<Boolean> switchOf(String type) {
        final @Nullable Object value = configuration.component("transports", type).get("enabled");
        if (value == null) {
            return Optional.empty();
        }
        return switch (String.valueOf(value)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default ->
                    throw new LokiVectorException(
                            ErrorCode.BAD_REQUEST,
                            "transports."
                                    + type
                                    + ".enabled must be true or false, not '"
                                    + value
                                    + "'");
        };
    }

    private void start(Offer<?> offer) {
        final String type = offer.factory().type();
        if (started.containsKey(type) || isSwitchedOff(type)) {
            return;
        }
        final Component<Transport> transport;
        try {
            transport = components.transport(offer, facilities);
        } catch (LokiVectorException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, type + " could not be made", e);
            return;
        }
        try {
            final TransportBinding binding = transport.made().start(requests);
            started.put(type, new Started(transport, binding));
            LOG.log(System.Logger.Level.DEBUG, "{0} listens on {1}", type, binding.address());
        } catch (LokiVectorException e) {
            transport.close();
            throw e;
        } catch (RuntimeException | LinkageError e) {
            transport.close();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The transport " + type + " did not start: " + PlainReason.of(e),
                    e);
        }
    }

    @Override
    public synchronized void arrived(Offer<?> offer) {
        if (isOpen && offer.factory() instanceof TransportFactory<?>) {
            try {
                start(offer);
            } catch (LokiVectorException e) {
                LOG.log(System.Logger.Level.ERROR, e.problem());
            }
        }
    }

    @Override
    public synchronized void leaving(Offer<?> offer) {
        for (final Started one : List.copyOf(started.values())) {
            if (one.transport().isFrom(offer)) {
                started.remove(offer.factory().type());
                one.binding().drain(LEAVING_DRAIN);
                one.transport().close();
            }
        }
        if (isOpen && offer.factory() instanceof TransportFactory<?>) {
            offers().stream()
                    .filter(other -> other.factory().type().equals(offer.factory().type()))
                    .findFirst()
                    .ifPresent(this::arrived);
        }
    }

    /** Where clients reach them, by type. */
    synchronized Map<String, String> addresses() {
        final Map<String, String> addresses = new LinkedHashMap<>();
        started.forEach((type, one) -> addresses.put(type, one.binding().address()));
        return addresses;
    }

    /** Takes no new requests, and waits for those under way, all transports at the same time. */
    boolean drain(Duration atMost) {
        final List<Started> draining;
        synchronized (this) {
            isOpen = false;
            draining = List.copyOf(started.values());
        }
        final List<Thread> threads =
                draining.stream()
                        .map(one ->
                                Thread.ofVirtual()
                                        .name("drain-" + one.transport().offer().id())
                                        .start(() -> one.binding().drain(atMost)))
                        .toList();
        try {
            final long end = System.nanoTime() + atMost.toNanos();
            for (final Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Closes all; idempotent. */
    @Override
    public synchronized void close() {
        isOpen = false;
        started.values().forEach(one -> one.transport().close());
        started.clear();
    }
}
