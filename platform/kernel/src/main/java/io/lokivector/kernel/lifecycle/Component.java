package io.lokivector.kernel.lifecycle;

import io.lokivector.engine.extension.ExtensionRegistry.Offer;
import io.lokivector.kernel.extension.ComponentContext;

/**
 * Something that a factory made, with what it was made from.
 *
 * @param made the component
 * @param offer its factory
 * @param context what it was given
 */
record Component<T extends AutoCloseable>(T made, Offer<?> offer, ComponentContext context)
        implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Component.class.getName());

    /** Whether it was made by the factory of an offer. */
    @SuppressWarnings("ReferenceEquality") // Two versions of a factory may count as equal.
    boolean isFrom(Offer<?> other) {
        return offer.factory() == other.factory();
    }

    /** Closes it; a failure to do so is logged, for nobody could do anything about it. */
    @Override
    public void close() {
        try {
            made.close();
        } catch (Exception | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, offer.id() + " did not close well", e);
        } finally {
            context.close();
        }
    }
}
