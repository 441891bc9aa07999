package io.lokivector.engine;

import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.spi.extension.ExtensionFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry whose factories come and go as a test wishes. */
public final class TestRegistry implements ExtensionRegistry {
    private final List<Offer<?>> offers = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Offers a factory from now on. */
    public void add(ExtensionFactory<?> factory) {
        final Offer<?> offer = new Offer<>(factory, "plugin", "test", "1.0.0");
        offers.add(offer);
        listeners.forEach(listener -> listener.arrived(offer));
    }

    /** Takes a factory away. */
    public void remove(ExtensionFactory<?> factory) {
        for (final Offer<?> offer : offers) {
            if (offer.factory().equals(factory)) {
                offers.remove(offer);
                listeners.forEach(listener -> listener.leaving(offer));
            }
        }
    }

    @Override
    public <F extends ExtensionFactory<?>> Optional<Offer<F>> find(Class<F> socket, String type) {
        return offers(socket).stream()
                .filter(offer -> offer.factory().type().equals(type))
                .findFirst();
    }

    @Override
    @SuppressWarnings("unchecked") // the factory is of the socket
    public <F extends ExtensionFactory<?>> List<Offer<F>> offers(Class<F> socket) {
        return offers.stream()
                .filter(offer -> socket.isInstance(offer.factory()))
                .map(offer -> (Offer<F>) offer)
                .toList();
    }

    @Override
    public Subscription subscribe(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
