package io.lokivector.kernel.extension;

import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.spi.extension.ExtensionFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * The OSGi service registry as the one registry of extensions: modules and plugins are services in
 * it, and a consumer cannot tell them apart.
 *
 * <p>The framework tells of a service that goes before it goes, and waits for the listeners; that
 * is what makes {@link ExtensionRegistry.Listener#leaving} a promise. Thread-safe.
 */
public final class ServiceRegistry implements ExtensionRegistry, AutoCloseable {
    /** The property of a service that says it is one of ours: the extension's type. */
    private static final String TYPE = "lokivector.type";

    private static final String ORIGIN = "lokivector.origin";
    private static final String ID = "lokivector.id";
    private static final String VERSION = "lokivector.version";

    private static final System.Logger LOG = System.getLogger(ServiceRegistry.class.getName());

    private final BundleContext context;
    private final Map<ServiceReference<?>, Offer<?>> offers = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Sees every service from now on.
     *
     * @param context of the framework itself
     */
    public ServiceRegistry(BundleContext context) {
        this.context = context;
        try {
            context.addServiceListener(this::changed, "(" + TYPE + "=*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Publishes a factory; unregistering the result makes it leave.
     *
     * @param owner whose service it is: it leaves when that bundle stops, at the latest
     */
    public static ServiceRegistration<?> publish(
            BundleContext owner,
            Provision.Filling filling,
            String origin,
            String id,
            String version) {
        final Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(TYPE, filling.factory().type());
        properties.put(ORIGIN, origin);
        properties.put(ID, id);
        properties.put(VERSION, version);
        return owner.registerService(
                filling.socket().factory().getName(), filling.factory(), properties);
    }

    private void changed(ServiceEvent event) {
        final ServiceReference<?> reference = event.getServiceReference();
        switch (event.getType()) {
            case ServiceEvent.REGISTERED -> arrive(reference);
            case ServiceEvent.UNREGISTERING -> leave(reference);
            default -> {
                // Nobody changes the properties of ours.
            }
        }
    }

    private void arrive(ServiceReference<?> reference) {
        if (!(context.getService(reference) instanceof final ExtensionFactory<?> factory)) {
            return;
        }
        final Offer<?> offer =
                new Offer<>(
                        factory,
                        property(reference, ORIGIN),
                        property(reference, ID),
                        property(reference, VERSION));
        offers.put(reference, offer);
        tell(offer, "arrived", listener -> listener.arrived(offer));
    }

    private void leave(ServiceReference<?> reference) {
        final @Nullable Offer<?> offer = offers.remove(reference);
        if (offer != null) {
            tell(offer, "leaving", listener -> listener.leaving(offer));
            context.ungetService(reference);
        }
    }

    private void tell(Offer<?> offer, String what, java.util.function.Consumer<Listener> message) {
        for (final Listener listener : listeners) {
            try {
                message.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "A listener failed on " + what + " of " + offer.id(),
                        e);
            }
        }
    }

    private static String property(ServiceReference<?> reference, String name) {
        return String.valueOf(reference.getProperty(name));
    }

    @Override
    public <F extends ExtensionFactory<?>> Optional<Offer<F>> find(Class<F> socket, String type) {
        return offers(socket).stream()
                .filter(offer -> offer.factory().type().equals(type))
                .findFirst();
    }

    /** {@inheritDoc} Of several versions of a type the highest comes first. */
    @Override
    public <F extends ExtensionFactory<?>> List<Offer<F>> offers(Class<F> socket) {
        final List<Offer<F>> found = new ArrayList<>();
        for (final Offer<?> offer : offers.values()) {
            if (socket.isInstance(offer.factory())) {
                found.add(
                        new Offer<>(
                                socket.cast(offer.factory()),
                                offer.origin(),
                                offer.id(),
                                offer.version()));
            }
        }
        found.sort(
                Comparator.comparing((Offer<F> offer) -> offer.factory().type())
                        .thenComparing(Offer::version, new VersionOrder().reversed())
                        .thenComparing(Offer::id));
        return List.copyOf(found);
    }

    @Override
    public Subscription subscribe(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Forgets all listeners; idempotent. */
    @Override
    public void close() {
        listeners.clear();
    }
}
