package io.lokivector.kernel.lifecycle;

import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.extension.ExtensionRegistry.Offer;
import io.lokivector.kernel.configuration.Configuration;
import io.lokivector.kernel.extension.ComponentContext;
import io.lokivector.kernel.extension.ComponentContexts;
import io.lokivector.kernel.extension.PlainReason;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.extension.ExtensionFactory;
import io.lokivector.spi.limit.RateLimiter;
import io.lokivector.spi.limit.RateLimiterFactory;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.AuthenticatorFactory;
import io.lokivector.spi.storage.DurableMap;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.transport.Transport;
import io.lokivector.spi.transport.TransportFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the components that the configuration names, out of what the registry offers. */
final class Components {
    private final Configuration configuration;
    private final ExtensionRegistry registry;
    private final ComponentContexts contexts;

    Components(
            Configuration configuration, ExtensionRegistry registry, ComponentContexts contexts) {
        this.configuration = configuration;
        this.registry = registry;
        this.contexts = contexts;
    }

    /** The configured storage engine, opened. */
    Component<StorageEngine> storage(String type) {
        return make(
                find(StorageEngineFactory.class, type, "storage engine", "storage.type"),
                "storage",
                Map.of(),
                (factory, record, context) -> storage(factory, record, context));
    }

    @SuppressWarnings("unchecked") // The record was read as the factory's own type.
    private static <C extends Record> StorageEngine storage(
            ExtensionFactory<?> factory, Record config, ComponentContext context) {
        return ((StorageEngineFactory<C>) factory).create((C) config, context);
    }

    /** An authenticator, which keeps what it must remember in {@code stores}. */
    Component<Authenticator> authenticator(String type, Function<String, DurableMap> stores) {
        return make(
                find(AuthenticatorFactory.class, type, "authenticator", "gateway.authenticators"),
                "authenticators",
                Map.of(),
                (factory, record, context) ->
                        authenticator(
                                factory, record, stores.apply("authenticator." + type), context));
    }

    @SuppressWarnings("unchecked") // As above.
    private static <C extends Record> Authenticator authenticator(
            ExtensionFactory<?> factory,
            Record config,
            DurableMap store,
            ComponentContext context) {
        return ((AuthenticatorFactory<C>) factory).create((C) config, store, context);
    }

    /** A rate limiter. */
    Component<RateLimiter> rateLimiter(String type) {
        return make(
                find(RateLimiterFactory.class, type, "rate limiter", "gateway.rate-limiter"),
                "rate-limiters",
                Map.of(),
                (factory, record, context) -> rateLimiter(factory, record, context));
    }

    @SuppressWarnings("unchecked") // As above.
    private static <C extends Record> RateLimiter rateLimiter(
            ExtensionFactory<?> factory, Record config, ComponentContext context) {
        return ((RateLimiterFactory<C>) factory).create((C) config, context);
    }

    /** A transport, not yet started. */
    Component<Transport> transport(Offer<?> offer, Map<Class<?>, Object> facilities) {
        return make(
                offer,
                "transports",
                facilities,
                (factory, record, context) -> transport(factory, record, context));
    }

    @SuppressWarnings("unchecked") // As above.
    private static <C extends Record> Transport transport(
            ExtensionFactory<?> factory, Record config, ComponentContext context) {
        return ((TransportFactory<C>) factory).create((C) config, context);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // A class literal cannot carry its parameter.
    private Offer<?> find(Class socket, String type, String what, String key) {
        final Optional<Offer<?>> offer = registry.find(socket, type);
        if (offer.isPresent()) {
            return offer.get();
        }
        final List<Offer<?>> offers = registry.offers(socket);
        final String installed =
                offers.stream()
                        .map(other -> other.factory().type())
                        .distinct()
                        .collect(Collectors.joining(", "));
        throw new LokiVectorException(
                ErrorCode.UNAVAILABLE,
                "no "
                        + what
                        + " of type '"
                        + type
                        + "' is installed ("
                        + (installed.isEmpty() ? "none is" : "installed: " + installed)
                        + "): add its module or plugin, or change "
                        + key);
    }

    private <T extends AutoCloseable> Component<T> make(
            Offer<?> offer, String section, Map<Class<?>, Object> facilities, Maker<T> maker) {
        final String type = offer.factory().type();
        final Map<String, Object> values =
                new LinkedHashMap<>(configuration.component(section, type));
        if (section.equals("transports")) {
            values.keySet().removeIf("enabled"::equalsIgnoreCase);
        }
        final Record record = bind(offer.factory(), values, section + "." + type);
        final ComponentContext context = contexts.of(section + "." + type, facilities);
        try {
            return new Component<>(maker.make(offer.factory(), record, context), offer, context);
        } catch (LokiVectorException e) {
            context.close();
            throw e;
        } catch (RuntimeException | LinkageError e) {
            context.close();
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE,
                    section + "." + type + " could not be made: " + PlainReason.of(e),
                    e);
        }
    }

    private static <C extends Record> C bind(
            ExtensionFactory<C> factory, Map<String, Object> values, String path) {
        return RecordSchema.of(factory.configType()).bind(values, path);
    }

    @FunctionalInterface
    private interface Maker<T> {
        T make(ExtensionFactory<?> factory, Record config, ComponentContext context);
    }
}
