package io.lokivector.engine.extension;

import io.lokivector.spi.extension.ExtensionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The factories on the class path, found by {@link ServiceLoader}; for embedded use. They neither
 * come nor go. Thread-safe.
 */
public final class ServiceLoaderRegistry implements ExtensionRegistry {
    private static final System.Logger LOG =
            System.getLogger(ServiceLoaderRegistry.class.getName());
    private static final String ORIGIN = "class-path";

    private final ClassLoader loader;

    /** The factories that a class loader sees. */
    public ServiceLoaderRegistry(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public <F extends ExtensionFactory<?>> Optional<Offer<F>> find(Class<F> socket, String type) {
        return offers(socket).stream()
                .filter(offer -> offer.factory().type().equals(type))
                .findFirst();
    }

    @Override
    public <F extends ExtensionFactory<?>> List<Offer<F>> offers(Class<F> socket) {
        final List<Offer<F>> offers = new ArrayList<>();
        for (final ServiceLoader.Provider<F> provider :
                ServiceLoader.load(socket, loader).stream().toList()) {
            try {
                offers.add(offer(provider.get()));
            } catch (ServiceConfigurationError e) {
                // One that is broken must not hide the others.
                LOG.log(System.Logger.Level.WARNING, "Cannot use " + provider.type(), e);
            }
        }
        return offers;
    }

    private static <F extends ExtensionFactory<?>> Offer<F> offer(F factory) {
        final @Nullable String version = factory.getClass().getPackage().getImplementationVersion();
        return new Offer<>(
                factory,
                ORIGIN,
                factory.getClass().getPackageName(),
                version == null ? "" : version);
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return () -> {};
    }
}
