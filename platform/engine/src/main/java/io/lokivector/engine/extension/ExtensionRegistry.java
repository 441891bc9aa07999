package io.lokivector.engine.extension;

import io.lokivector.spi.extension.ExtensionFactory;
import java.util.List;
import java.util.Optional;

/**
 * Everything that fills a socket at this moment, wherever it comes from. Thread-safe.
 *
 * <p>Sockets are named by their factory interface, for example {@link
 * io.lokivector.spi.index.VectorIndexFactory}.
 */
public interface ExtensionRegistry {
    /** The factory of a type; when several offer it, the one of the highest version. */
    <F extends ExtensionFactory<?>> Optional<Offer<F>> find(Class<F> socket, String type);

    /** All factories of a socket, by type. */
    <F extends ExtensionFactory<?>> List<Offer<F>> offers(Class<F> socket);

    /** Tells {@code listener} of every change from now on. */
    Subscription subscribe(Listener listener);

    /**
     * A factory with its provenance.
     *
     * @param origin {@code module}, {@code plugin} or {@code class-path}
     * @param id of the module or plugin
     */
    record Offer<F extends ExtensionFactory<?>>(
            F factory, String origin, String id, String version) {}

    /** Hears of factories that come and go. */
    interface Listener {
        /** A factory is there from now on. */
        void arrived(Offer<?> offer);

        /**
         * A factory is about to go. Whatever it made must be closed and let go of before this
         * returns: its classes are unloaded afterwards.
         */
        void leaving(Offer<?> offer);
    }

    /** A listener's standing order. */
    interface Subscription extends AutoCloseable {
        /** Ends it; idempotent. */
        @Override
        void close();
    }
}
